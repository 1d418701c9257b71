package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.scanning.InfectedContent;
import com.psc.attachments.scanning.Scan;
import com.psc.attachments.scanning.ScannerAway;
import com.psc.attachments.scanning.TooLargeToScan;
import com.psc.attachments.scanning.VirusScanner;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The documents that were stored unscanned, and what becomes of them: given out once they are scanned, or deleted. */
@Component
class Quarantine {

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final int PAGE = 100;
    private static final int CHUNK = 64 * 1024;

    private final AttachmentRecords records;
    private final Downloads downloads;
    private final VirusScanner scanner;

    Quarantine(AttachmentRecords records, Downloads downloads, VirusScanner scanner) {
        this.records = records;
        this.downloads = downloads;
        this.scanner = scanner;
    }

    /** Has all of them scanned. Those that cannot be, or cannot be read, stay for the next time. */
    void scanAll() {
        List<Integer> waiting = records.quarantinedBehind(0, PAGE);
        try {
            while (!waiting.isEmpty()) {
                waiting.forEach(this::scan);
                waiting = records.quarantinedBehind(waiting.get(waiting.size() - 1), PAGE);
            }
        } catch (ScannerAway e) {
            log.info("Files stay in quarantine: {}", e.getMessage());
        }
    }

    private void scan(int id) {
        try {
            Attachment attachment = downloads.find(id, Companies.ALL);
            downloads.reach(attachment, (backend, location) -> requireClean(attachment, backend, location));
            records.release(id);
            log.info("Attachment {} leaves quarantine: the virus scanner knows nothing against it", id);
        } catch (InfectedContent e) {
            records.delete(id, Companies.ALL);
            log.warn("Attachment {} was in quarantine and is deleted: {}", id, e.getMessage());
        } catch (UnknownAttachment e) {
            log.debug("Attachment {} was deleted while it was in quarantine", id);
        } catch (TooLargeToScan e) {
            log.info("Attachment {} stays in quarantine: {}", id, e.getMessage());
        } catch (ContentMissing | ContentDamaged | StorageException | UncheckedIOException e) {
            log.warn("Attachment {} stays in quarantine, since it cannot be read: {}", id, e.getMessage());
        }
    }

    private StorageLocation requireClean(Attachment attachment, StorageBackend backend, StorageLocation location) {
        try (ObjectContent content = backend.open(location);
                Scan scan = scanner.beginStrictly()) {
            if (content.length() != attachment.size()) {
                throw new ContentDamaged(attachment.id(), attachment.size(), content.length());
            }
            byte[] chunk = new byte[CHUNK];
            int read;
            while ((read = content.stream().read(chunk)) >= 0) {
                scan.see(chunk, 0, read);
            }
            scan.end();
            return location;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
