package com.psc.attachments.adoption;

import com.psc.attachments.adoption.InspectionReport.Attachments;
import com.psc.attachments.adoption.InspectionReport.Documents;
import com.psc.attachments.adoption.InspectionReport.Schema;
import com.psc.attachments.adoption.SchemaCheck.Standing;
import com.psc.attachments.adoption.StoreComparison.KnownNames;
import com.psc.attachments.database.NamedDatabase;
import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.FolderViews;
import com.psc.attachments.storage.StorageSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at a former installation: its database, its folder, and the buckets that its rows name. Changes nothing anywhere, and
 * holds neither the rows nor the names of the files.
 */
final class Inspection {

    private static final int ASKING = 16;

    private final NamedDatabase address;
    private final Snapshot snapshot;
    private final JdbcClient database;
    private final SchemaCheck schemas;
    private final RecordedNames recorded;
    private final StorageSettings settings;
    private final FolderViews folders;
    private final Optional<BucketViews> buckets;

    Inspection(
            NamedDatabase address,
            Snapshot snapshot,
            SchemaCheck schemas,
            RecordedNames recorded,
            StorageSettings settings,
            FolderViews folders,
            ObjectProvider<BucketViews> buckets) {
        this.address = address;
        this.snapshot = snapshot;
        this.database = snapshot.statements();
        this.schemas = schemas;
        this.recorded = recorded;
        this.settings = settings;
        this.folders = folders;
        this.buckets = Optional.ofNullable(buckets.getIfAvailable());
    }

    /** Hears how far it is. */
    interface Progress {
        void of(long rows, long all);
    }

    /**
     * @param examples how many of each kind of finding are named
     * @throws CannotInspect if rows name files in a folder that is not there
     * @throws com.psc.attachments.storage.StorageException if a folder cannot be looked into
     * @throws InterruptedException if the command is told to end
     */
    InspectionReport report(int examples, Progress progress) throws InterruptedException {
        return snapshot.during(() -> look(examples, progress));
    }

    private InspectionReport look(int examples, Progress progress) throws InterruptedException {
        Optional<Set<String>> columns = columns();
        Standing standing = Standing.FORMER;
        Schema schema;
        try {
            standing = schemas.require(database);
            schema = Schema.of(
                    standing, standing == Standing.FORMER ? Obstacles.in(database, columns.orElseThrow()) : List.of());
        } catch (AdoptionRefused refused) {
            schema = Schema.of(refused);
        }
        ExecutorService workers = Executors.newFixedThreadPool(ASKING);
        try {
            return new InspectionReport(
                    address.toString(),
                    settings.uploadDir().toAbsolutePath().normalize().toString(),
                    schema,
                    attachments(standing, columns, new Tally(examples), workers, progress),
                    documents(new Tally(examples), workers));
        } finally {
            workers.shutdownNow();
        }
    }

    private Optional<Attachments> attachments(
            Standing standing, Optional<Set<String>> columns, Tally tally, ExecutorService workers, Progress progress)
            throws InterruptedException {
        if (columns.isEmpty() && Relations.exists(database, FormerTable.NAME)) {
            return Optional.empty();
        }
        return Optional.of(new StoresInspection(settings, folders, buckets, workers)
                .inspect(
                        columns.map(names -> new FormerRows(database, standing, names)),
                        known(standing),
                        tally,
                        progress));
    }

    /** The tables of an earlier version are not those that are asked here: what they name cannot be told from what nobody does. */
    private KnownNames known(Standing standing) {
        return switch (standing) {
            case ADOPTED -> recorded;
            case EARLIER -> names -> names;
            case FORMER, BEGINS -> names -> Set.of();
        };
    }

    private Optional<Documents> documents(Tally tally, ExecutorService workers) throws InterruptedException {
        return FormerDocuments.areIn(database)
                ? Optional.of(new DocumentsInspection(folders, workers).inspect(database, tally))
                : Optional.empty();
    }

    /** Those of the table; empty if there is none, or one that cannot be read as the former backend's. */
    private Optional<Set<String>> columns() {
        try {
            return Relations.exists(database, FormerTable.NAME)
                    ? Optional.of(FormerTable.requireColumns(database))
                    : Optional.empty();
        } catch (AdoptionRefused another) {
            return Optional.empty();
        }
    }
}
