package com.psc.attachments.maintenance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param minAge CLEANUP_MIN_AGE: what is younger is nobody's orphan, unless a call says otherwise
 * @param grace CLEANUP_GRACE: how long orphans wait in the removal queue, where they can be saved; none if 0
 * @param maxShare CLEANUP_MAX_SHARE: a cleanup that would take more than this of what it saw asks first
 */
@ConfigurationProperties("psc.cleanup")
record CleanupSettings(
        @DefaultValue("24h") Duration minAge,
        @DefaultValue("7d") Duration grace,
        @DefaultValue("20%") Share maxShare) {}
