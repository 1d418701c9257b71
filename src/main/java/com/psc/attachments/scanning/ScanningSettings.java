package com.psc.attachments.scanning;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The virus scanner.
 *
 * @param host {@code CLAMAV_HOST}: where clamd listens; empty if there is none
 * @param port {@code CLAMAV_PORT}
 * @param onUnscanned {@code CLAMAV_ON_UNSCANNED}: what becomes of a file that it did not scan
 * @param timeout {@code CLAMAV_TIMEOUT}: how long it may neither take nor say anything
 */
@ConfigurationProperties("psc.scanning")
record ScanningSettings(
        Optional<String> host,
        @DefaultValue("3310") int port,
        @DefaultValue("refuse") OnUnscanned onUnscanned,
        @DefaultValue("60s") Duration timeout) {

    enum OnUnscanned {
        REFUSE,
        QUARANTINE
    }
}
