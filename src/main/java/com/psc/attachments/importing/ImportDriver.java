package com.psc.attachments.importing;

import com.psc.attachments.job.DrivenRuns.Drive;
import com.psc.attachments.job.JobDriver;
import com.psc.attachments.job.JobMetrics;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Drives runs: each call of the scheduler is one {@link ImportDrive}. */
@Component
class ImportDriver implements JobDriver {

    private final ImportProtocol protocol;
    private final DocumentImporter importer;
    private final ImportWorkers workers;
    private final JobMetrics metrics;

    ImportDriver(ImportProtocol protocol, DocumentImporter importer, ImportWorkers workers, JobMetrics metrics) {
        this.protocol = protocol;
        this.importer = importer;
        this.workers = workers;
        this.metrics = metrics;
    }

    @Override
    public Ending drive(String task, BooleanSupplier stopping) {
        try {
            return new ImportDrive(Drive.of(task), protocol, importer, workers, metrics, stopping).go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.TO_BE_CONTINUED;
        }
    }
}
