package com.psc.attachments.migration;

import com.psc.attachments.job.JobDriver;
import com.psc.attachments.job.JobMetrics;
import com.psc.attachments.storage.StorageBackends;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Drives runs: each call of the scheduler is one {@link MigrationDrive}. */
@Component
class MigrationDriver implements JobDriver {

    private final MigrationRuns runs;
    private final MigrationProtocol protocol;
    private final StorageBackends backends;
    private final FileCopier copier;
    private final CopyWorkers workers;
    private final JobMetrics metrics;

    MigrationDriver(
            MigrationRuns runs,
            MigrationProtocol protocol,
            StorageBackends backends,
            FileCopier copier,
            CopyWorkers workers,
            JobMetrics metrics) {
        this.runs = runs;
        this.protocol = protocol;
        this.backends = backends;
        this.copier = copier;
        this.workers = workers;
        this.metrics = metrics;
    }

    /** The name of the task that drives the run after it was set going for the so manieth time. */
    static String task(long run, int drive) {
        return run + "." + drive;
    }

    @Override
    public Ending drive(String task, BooleanSupplier stopping) {
        int dot = task.indexOf('.');
        long id = Long.parseLong(task.substring(0, dot));
        int drive = Integer.parseInt(task.substring(dot + 1));
        Optional<Migration> run = runs.find(id).filter(found -> found.drive() == drive);
        if (run.isEmpty()) {
            return Ending.DONE;
        }
        try {
            return new MigrationDrive(run.get(), protocol, backends, copier, workers, metrics, stopping).go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.TO_BE_CONTINUED;
        }
    }
}
