package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.Sight;
import com.psc.attachments.attachment.ArchiveFiles.Failed;
import com.psc.attachments.attachment.ArchiveFiles.Fetched;
import com.psc.attachments.attachment.ArchiveFiles.Whole;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Packs many documents into one ZIP archive while it is sent. Memory grows neither with their number nor with their size, and no
 * connection to the database is held while bytes move. A document that cannot be had whole is left out, and noted in the
 * archive's index.
 */
@Component
class Archives {

    private static final Logger log = LoggerFactory.getLogger(Archives.class);
    private static final int READERS = 16;

    /** So many small documents of an archive are read at once, while earlier ones are sent. */
    private static final int AHEAD = 8;

    /** So many documents in a row that their store does not give: it is away. */
    private static final int OUTAGES = 10;

    private final ArchiveRows rows;
    private final ArchiveFiles files;
    private final SpoolFolder spool;
    private final Sight sight;
    private final Clock clock;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, new DaemonThreads("archive"));

    Archives(ArchiveRows rows, ArchiveFiles files, SpoolFolder spool, Sight sight, Clock clock) {
        this.rows = rows;
        this.files = files;
        this.spool = spool;
        this.sight = sight;
        this.clock = clock;
    }

    /**
     * Writes the archive of a selection, which may be empty.
     *
     * @throws StorageUnavailable if a store turns out to be away; what was written is no whole archive
     */
    void write(ArchiveSelection selection, OutputStream target) throws IOException {
        try (ZipWriter zip = new ZipWriter(target, spool);
                ArchiveIndex index = new ArchiveIndex(spool)) {
            Packing packing = new Packing(zip, index, new LinkedHashSet<>(selection.ids()));
            Iterator<Attachment> remaining = rows.of(selection);
            Queue<Supplier<Fetched>> ahead = new ArrayDeque<>();
            while (remaining.hasNext() || !ahead.isEmpty()) {
                while (ahead.size() < AHEAD && remaining.hasNext()) {
                    ahead.add(fetching(remaining.next()));
                }
                packing.pack(ahead.remove().get());
            }
            packing.unseen.forEach(index::addUnknown);
            index.addTo(zip, clock.instant());
            zip.finish();
            packing.log(selection);
        }
    }

    /** A small document is read at once; a large one when its turn has come, since it would wait on the disk. */
    private Supplier<Fetched> fetching(Attachment attachment) {
        if (!ArchiveEntry.isSmall(attachment.size())) {
            return () -> files.fetch(attachment);
        }
        CompletableFuture<Fetched> read = CompletableFuture.supplyAsync(() -> fetch(attachment), readers);
        return () -> {
            try {
                return read.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        };
    }

    private Fetched fetch(Attachment attachment) {
        try (Sight.Opened seen = sight.open(Companies.of(attachment.company()))) {
            return files.fetch(attachment);
        }
    }

    private static final class Packing {

        private final ZipWriter zip;
        private final ArchiveIndex index;
        private final Set<Integer> unseen;
        private final ArchivePaths paths = new ArchivePaths();
        private int outages;
        private long packed;
        private long bytes;
        private long failed;

        /** @param unseen the ids that have been asked for */
        Packing(ZipWriter zip, ArchiveIndex index, Set<Integer> unseen) {
            this.zip = zip;
            this.index = index;
            this.unseen = unseen;
        }

        void pack(Fetched file) throws IOException {
            unseen.remove(file.attachment().id());
            if (file instanceof Whole whole) {
                pack(whole);
            } else if (file instanceof Failed gone) {
                note(gone);
            }
        }

        private void pack(Whole file) throws IOException {
            outages = 0;
            String path = paths.pathOf(file.attachment());
            try (ArchiveEntry entry = file.entry()) {
                zip.add(path, file.attachment().createdAt(), entry);
            }
            index.add(path, file);
            packed++;
            bytes += file.attachment().size();
        }

        private void note(Failed file) {
            outages = file.outage().isPresent() ? outages + 1 : 0;
            if (outages == OUTAGES) {
                throw file.outage().orElseThrow();
            }
            log.debug(
                    "Attachment {} is not in the archive: {}", file.attachment().id(), file.reason());
            index.add(file);
            failed++;
        }

        void log(ArchiveSelection selection) {
            if (failed > 0) {
                log.warn(
                        "{} files of company {} could not be packed into an archive; its index.csv names them with the "
                                + "reasons",
                        failed,
                        selection.company());
            }
            log.info("Packed {} files of company {}, {}", packed, selection.company(), HumanSize.of(bytes));
        }
    }

    @PreDestroy
    void stop() {
        readers.shutdown();
    }
}
