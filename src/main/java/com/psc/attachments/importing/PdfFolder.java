package com.psc.attachments.importing;

import com.psc.attachments.storage.StorageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** The folder {@code pdfs} below UPLOAD_DIR, in which the former backend kept documents. It is only read; its files stay. */
@Component
class PdfFolder {

    private final Path root;

    PdfFolder(StorageSettings settings) {
        this.root = settings.uploadDir().resolve("pdfs");
    }

    /** A regular file that lies in the folder. */
    record PdfFile(Path path, long length) {

        /** Whoever opens it closes it. */
        InputStream open() throws IOException {
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Finds a file. Nothing outside of the folder is ever looked at, whatever the path says and wherever links lead.
     *
     * @param path as a row has it
     * @throws DocumentUnusable if it is no path within the folder, or no file lies there
     */
    PdfFile find(String path) throws IOException {
        Path relative = relative(path);
        try {
            Path real = root.resolve(relative).toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw new DocumentUnusable("A link at " + path + " leads out of uploads/pdfs; it is not followed");
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new DocumentUnusable("What lies at " + path + " in uploads/pdfs is no file");
            }
            return new PdfFile(real, attributes.size());
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new DocumentUnusable("No file lies at " + path + " in uploads/pdfs");
        }
    }

    private static Path relative(String path) {
        try {
            Path relative = Path.of(path);
            boolean leaves = StreamSupport.stream(relative.spliterator(), false)
                    .anyMatch(name -> name.toString().equals(".."));
            if (path.isBlank() || relative.isAbsolute() || leaves) {
                throw new DocumentUnusable("Its path leads out of uploads/pdfs: " + path);
            }
            return relative;
        } catch (InvalidPathException e) {
            throw new DocumentUnusable("Its path is none: " + e.getReason());
        }
    }
}
