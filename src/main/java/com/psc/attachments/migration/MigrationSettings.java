package com.psc.attachments.migration;

import com.psc.attachments.job.ByteRate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param parallelism MIGRATION_PARALLELISM: how many files an instance moves at the same time
 * @param maxBytesPerSecond MIGRATION_MAX_BYTES_PER_SECOND: how fast an instance copies, all runs together, and how fast it reads
 *     copies again; as fast as it can if null
 * @param sourceGrace MIGRATION_SOURCE_GRACE: how long what a file was moved away from is kept
 */
@ConfigurationProperties("psc.migration")
record MigrationSettings(
        @DefaultValue("16") int parallelism,
        @Nullable DataSize maxBytesPerSecond,
        @DefaultValue("7d") Duration sourceGrace) {

    /** A limit of its own for everything that asks for one. */
    ByteRate newRate() {
        return maxBytesPerSecond == null ? ByteRate.unlimited() : ByteRate.perSecond(maxBytesPerSecond.toBytes());
    }
}
