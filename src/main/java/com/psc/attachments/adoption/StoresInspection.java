package com.psc.attachments.adoption;

import com.psc.attachments.adoption.InspectionReport.Attachments;
import com.psc.attachments.adoption.InspectionReport.Store;
import com.psc.attachments.adoption.StoreComparison.KnownNames;
import com.psc.attachments.adoption.Tally.CompanyRows;
import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.FolderViews;
import com.psc.attachments.storage.StorageSettings;
import com.psc.attachments.storage.StoreView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** Looks whether the files of the table {@code attachments} are where its rows say, and whose the other files there are. */
final class StoresInspection {

    private static final String FOLDER = "attachments";

    /** Of all objects that the former backend, or this service, ever made in a bucket. */
    private static final String PREFIX = "attachments/";

    private static final int STEP = 1000;

    private static final String NOT_SET_UP =
            "S3 is not set up, and rows name it: set S3_BUCKET, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY as the"
                    + " former backend had them";

    private final StorageSettings settings;
    private final FolderViews folders;
    private final Optional<BucketViews> buckets;
    private final ExecutorService workers;

    StoresInspection(
            StorageSettings settings, FolderViews folders, Optional<BucketViews> buckets, ExecutorService workers) {
        this.settings = settings;
        this.folders = folders;
        this.buckets = buckets;
        this.workers = workers;
    }

    /**
     * @param rows empty if there is no such table
     * @throws CannotInspect if rows name files in a folder that is not there
     * @throws com.psc.attachments.storage.StorageException if that folder cannot be listed
     */
    Attachments inspect(Optional<FormerRows> rows, KnownNames known, Tally tally, Inspection.Progress progress)
            throws InterruptedException {
        List<Place> places = new ArrayList<>(rows.map(FormerRows::places).orElse(List.of()));
        if (places.stream().noneMatch(Place::isLocal)) {
            places.add(0, Place.NO_LOCAL_ROWS);
        }
        long all = places.stream().mapToLong(Place::rows).sum();
        Meter meter = new Meter(progress, all);
        List<Store> stores = new ArrayList<>();
        for (Place place : places) {
            try (Stream<Row> named = rows.map(table -> table.of(place)).orElse(Stream.empty())) {
                Iterator<Row> counted = named.map(meter::passing).iterator();
                stores.add(new Store(place.toString(), place.rows(), compare(place, counted, known, tally)));
            }
        }
        List<CompanyRows> companies = tally.companies();
        return new Attachments(
                all,
                companies.stream().mapToLong(CompanyRows::bytes).sum(),
                tally.count(Verdict.FOUND),
                companies,
                stores,
                tally.findings());
    }

    private Optional<String> compare(Place place, Iterator<Row> rows, KnownNames known, Tally tally)
            throws InterruptedException {
        if (!place.isStore()) {
            rows.forEachRemaining(row -> tally.row(row, place, Verdict.NO_STORE, Optional.empty()));
            return Optional.empty();
        }
        Optional<StoreView> store = view(place);
        if (store.isEmpty()) {
            rows.forEachRemaining(row -> tally.row(row, place, Verdict.UNKNOWN, Optional.empty()));
            return place.isLocal() ? Optional.empty() : Optional.of(NOT_SET_UP);
        }
        Questions questions = new Questions(store.get(), workers);
        return new StoreComparison(place, store.get(), questions, known, tally).compare(rows);
    }

    private Optional<StoreView> view(Place place) {
        if (!place.isLocal()) {
            return buckets.map(views -> views.of(String.valueOf(place.bucket()), PREFIX));
        }
        Optional<StoreView> folder = folders.of(FOLDER);
        if (folder.isEmpty() && place.rows() > 0) {
            throw new CannotInspect("UPLOAD_DIR: there is no folder "
                    + settings.uploadDir().resolve(FOLDER).toAbsolutePath().normalize()
                    + ", and " + place.rows()
                    + " rows name files there. Start this where the former backend was started,"
                    + " or set UPLOAD_DIR to its folder uploads");
        }
        return folder;
    }

    private static final class Meter {

        private final Inspection.Progress progress;
        private final long all;
        private long done;

        private Meter(Inspection.Progress progress, long all) {
            this.progress = progress;
            this.all = all;
        }

        private Row passing(Row row) {
            done++;
            if (done % STEP == 0) {
                progress.of(done, all);
            }
            return row;
        }
    }
}
