package com.psc.attachments.verification;

import com.psc.attachments.job.DrivenRuns.Drive;
import com.psc.attachments.job.JobDriver;
import com.psc.attachments.job.JobMetrics;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Drives runs: each call of the scheduler is one {@link VerificationDrive}. */
@Component
class VerificationDriver implements JobDriver {

    private final VerificationProtocol protocol;
    private final FileReader reader;
    private final VerificationWorkers workers;
    private final JobMetrics metrics;

    VerificationDriver(
            VerificationProtocol protocol, FileReader reader, VerificationWorkers workers, JobMetrics metrics) {
        this.protocol = protocol;
        this.reader = reader;
        this.workers = workers;
        this.metrics = metrics;
    }

    @Override
    public Ending drive(String task, BooleanSupplier stopping) {
        try {
            return new VerificationDrive(Drive.of(task), protocol, reader, workers, metrics, stopping).go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.TO_BE_CONTINUED;
        }
    }
}
