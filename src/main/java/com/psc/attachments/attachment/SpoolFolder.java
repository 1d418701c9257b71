package com.psc.attachments.attachment;

import com.psc.attachments.content.FileTooLarge;
import com.psc.attachments.content.FileType;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where bytes wait that cannot go on yet. A spooled file has no name and is gone once closed. */
@Component
class SpoolFolder {

    private final Path folder;

    SpoolFolder(@Value("${psc.data-dir}") Path dataDir) {
        folder = dataDir.resolve("spool");
    }

    /**
     * Keeps the content of an upload whose owner is named later in the request, until it is closed.
     *
     * @throws FileTooLarge if it is longer than the limit
     * @throws UploadInterrupted if the content breaks off
     * @throws StorageFull if there is no room
     * @throws StorageFailure if the folder cannot be written to
     */
    SpooledBytes spool(InputStream content, FileType type) {
        UploadContent limited = new UploadContent(content, type);
        SpooledBytes spooled = new SpooledBytes(this, 0);
        try {
            byte[] chunk = new byte[64 * 1024];
            int read;
            while ((read = limited.read(chunk, 0, chunk.length)) >= 0) {
                spooled.write(chunk, 0, read);
            }
            return spooled;
        } catch (Throwable failed) {
            spooled.close();
            throw failed;
        }
    }

    /** A new file, which whoever asked for it closes. */
    FileChannel create() throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(
                folder.resolve(UUID.randomUUID().toString()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** What it means that a spooled file could not be made, written or read. */
    StorageException failure(IOException e) {
        return StorageFull.explains(e)
                ? new StorageFull("No room left in " + folder + " for temporary files: make room for DATA_DIR", e)
                : new StorageFailure(
                        "Temporary files cannot be kept in " + folder + ": check the rights of DATA_DIR", e);
    }
}
