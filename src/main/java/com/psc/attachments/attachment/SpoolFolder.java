package com.psc.attachments.attachment;

import com.psc.attachments.content.FileTooLarge;
import com.psc.attachments.content.FileType;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where files wait whose owner is named later in the request. A spooled file has no name and is gone once closed. */
@Component
class SpoolFolder {

    private final Path folder;

    SpoolFolder(@Value("${psc.data-dir}") Path dataDir) {
        folder = dataDir.resolve("spool");
    }

    /** A file on the spool, read from its beginning each time. */
    record Spooled(FileChannel channel) implements AutoCloseable {

        InputStream content() {
            try {
                channel.position(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Channels.newInputStream(channel);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Keeps the content until it is closed.
     *
     * @throws FileTooLarge if it is longer than the limit
     * @throws UploadInterrupted if the content breaks off
     * @throws StorageFull if there is no room
     * @throws StorageFailure if the folder cannot be written to
     */
    Spooled spool(InputStream content, FileType type) {
        UploadContent limited = new UploadContent(content, type, () -> {});
        Spooled spooled = create();
        try {
            byte[] chunk = new byte[64 * 1024];
            int read;
            while ((read = limited.read(chunk, 0, chunk.length)) >= 0) {
                append(spooled.channel(), ByteBuffer.wrap(chunk, 0, read));
            }
            return spooled;
        } catch (Throwable failed) {
            spooled.close();
            throw failed;
        }
    }

    private Spooled create() {
        try {
            Files.createDirectories(folder);
            return new Spooled(FileChannel.open(
                    folder.resolve(UUID.randomUUID().toString()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private StorageException failure(IOException e) {
        return StorageFull.explains(e)
                ? new StorageFull("No room left in " + folder + " to spool an upload: make room for DATA_DIR", e)
                : new StorageFailure("Uploads cannot be spooled in " + folder + ": check the rights of DATA_DIR", e);
    }

    private void append(FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
