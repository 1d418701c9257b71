package com.psc.attachments.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param rate RATE_LIMIT: how many requests a caller may make; any number if null
 * @param uploadsPerCaller UPLOADS_PER_CALLER: how many uploads a caller may have under way at once; any number if null
 * @param minBytesPerSecond UPLOAD_MIN_BYTES_PER_SECOND: how fast a client must at least send a body; 0 for as slow as it likes
 */
@ConfigurationProperties("psc.limits")
record LimitSettings(
        @Nullable RequestRate rate,
        @Nullable Integer uploadsPerCaller,
        @DefaultValue("1KB") DataSize minBytesPerSecond) {}
