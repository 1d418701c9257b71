package com.psc.attachments.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param rate RATE_LIMIT: how many requests a caller may make; any number if null
 */
@ConfigurationProperties("psc.limits")
record LimitSettings(@Nullable RequestRate rate) {}
