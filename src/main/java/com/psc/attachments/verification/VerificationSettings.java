package com.psc.attachments.verification;

import com.psc.attachments.job.ByteRate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param schedule VERIFY_SCHEDULE: when a run begins that verifies all files, the longest-unverified first
 * @param maxBytesPerSecond VERIFY_MAX_BYTES_PER_SECOND: how fast an instance reads files again, all runs together; as fast as it
 *     can if null
 */
@ConfigurationProperties("psc.verification")
record VerificationSettings(
        @DefaultValue("-") String schedule, @Nullable DataSize maxBytesPerSecond) {

    ByteRate rate() {
        return maxBytesPerSecond == null ? ByteRate.unlimited() : ByteRate.perSecond(maxBytesPerSecond.toBytes());
    }
}
