package com.psc.attachments.adoption;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param timeZone DB_TIMEZONE: where the clock stood whose times the former backend wrote down without a zone */
@ConfigurationProperties("psc.adoption")
public record AdoptionSettings(@DefaultValue("UTC") ZoneId timeZone) {}
