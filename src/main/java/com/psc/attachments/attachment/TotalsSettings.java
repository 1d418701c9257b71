package com.psc.attachments.attachment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param checkSchedule TOTALS_CHECK_SCHEDULE: when the kept totals are compared with a count of all files
 */
@ConfigurationProperties("psc.totals")
record TotalsSettings(@DefaultValue("0 0 3 * * *") String checkSchedule) {}
