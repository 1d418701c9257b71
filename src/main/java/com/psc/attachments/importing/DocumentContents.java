package com.psc.attachments.importing;

import com.psc.attachments.content.DetectedType;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.content.TypeBlocked;
import com.psc.attachments.content.TypeSniffer;
import com.psc.attachments.importing.Base64Text.NotBase64;
import com.psc.attachments.importing.PdfFolder.PdfFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Finds the content of documents: in their rows, where it is raw in some and Base64 in others, or in the folder. Which of the two
 * it is, is never guessed: the length that the row states decides; failing that, what the content begins with, raw and decoded;
 * and failing that too, nothing does.
 */
@Component
class DocumentContents {

    /** Types that show no more than that it is some text, or anything. */
    private static final Set<String> SAYING_NOTHING = Set.of("text/plain", "application/octet-stream");

    /** What the content is told by alone: a name would make more of it. */
    private static final OriginalName NAMELESS = OriginalName.of("document");

    private static final long UNKNOWN = -1;

    private final FormerDocuments documents;
    private final PdfFolder folder;
    private final TypeSniffer sniffer;

    DocumentContents(FormerDocuments documents, PdfFolder folder, TypeSniffer sniffer) {
        this.documents = documents;
        this.folder = folder;
        this.sniffer = sniffer;
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    /** A document's content, which can be opened again and again. */
    static final class Content {

        private final long length;
        private final Opening stored;
        private final boolean encoded;

        private Content(long length, Opening stored, boolean encoded) {
            this.length = length;
            this.stored = stored;
            this.encoded = encoded;
        }

        /** In bytes, once decoded. */
        long length() {
            return length;
        }

        Reading open() throws IOException {
            DigestInputStream digested = new DigestInputStream(stored.open(), Sha256.digester());
            return new Reading(digested, encoded ? new Base64Text(digested) : digested);
        }
    }

    /** One reading of the content. */
    record Reading(DigestInputStream stored, InputStream content) implements AutoCloseable {

        /** Of what lies there, be it encoded or not. To be asked for once, after the end. */
        Sha256 storedSha256() {
            return Sha256.of(stored.getMessageDigest().digest());
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /**
     * Finds it.
     *
     * @throws DocumentUnusable if there is none, or it cannot be told what it is
     * @throws DocumentChanged if the row was changed or removed meanwhile
     * @throws IOException if a file cannot be read
     */
    Content find(FormerDocument document) throws IOException {
        String place = document.place().orElse("");
        return switch (place) {
            case "database" -> inRow(document);
            case "local" -> inFolder(document);
            default ->
                throw new DocumentUnusable(
                        place.isEmpty()
                                ? "Its row does not say where its content is, and holds none"
                                : "Its row says that its content is in a place that is not known: " + place);
        };
    }

    private Content inFolder(FormerDocument document) throws IOException {
        PdfFile file = folder.find(
                document.path().orElseThrow(() -> new DocumentUnusable("Its row names no path in uploads/pdfs")));
        document.size().filter(size -> size != file.length()).ifPresent(size -> {
            throw new DocumentUnusable("The file at " + document.path().orElse("") + " has " + file.length()
                    + " bytes, its row says " + size);
        });
        return new Content(file.length(), file::open, false);
    }

    private Content inRow(FormerDocument document) throws IOException {
        int stored = document.storedBytes().orElseThrow(() -> new DocumentUnusable("Its row holds no content"));
        Opening opening = () -> new StoredBytes(documents, document);
        Content raw = new Content(stored, opening, false);
        if (stored == document.size().orElse(stored == 0 ? 0L : UNKNOWN)) {
            return raw;
        }
        Optional<Decoded> decoded = decoded(opening);
        Optional<Content> base64 = decoded.map(text -> new Content(text.length(), opening, true));
        if (base64.map(Content::length).equals(document.size()) && base64.isPresent()) {
            return base64.get();
        }
        boolean rawIsKnown = isKnown(start(raw));
        if (decoded.isEmpty() && (rawIsKnown || document.size().isEmpty())) {
            return raw;
        }
        if (decoded.isPresent() && isKnown(decoded.get().start()) && !rawIsKnown) {
            return base64.orElseThrow();
        }
        throw new DocumentUnusable(
                "It cannot be told whether its row holds the file itself or Base64: the row says that"
                        + " the file has "
                        + document.size().map(size -> size + " bytes").orElse("no known length")
                        + ", and holds " + stored
                        + decoded.map(text -> ", which would be " + text.length() + " decoded")
                                .orElse(", which are no Base64"));
    }

    /** What a Base64 text stands for. */
    private record Decoded(long length, byte[] start) {}

    /** Empty if it is none. */
    private static Optional<Decoded> decoded(Opening stored) throws IOException {
        try (InputStream content = new Base64Text(stored.open())) {
            byte[] start = content.readNBytes(TypeSniffer.SAMPLE_BYTES);
            byte[] chunk = new byte[TypeSniffer.SAMPLE_BYTES];
            long length = start.length;
            int read;
            while ((read = content.read(chunk)) >= 0) {
                length += read;
            }
            return Optional.of(new Decoded(length, start));
        } catch (NotBase64 e) {
            return Optional.empty();
        }
    }

    private static byte[] start(Content content) throws IOException {
        try (Reading reading = content.open()) {
            return reading.content().readNBytes(TypeSniffer.SAMPLE_BYTES);
        }
    }

    /** Whether it begins like files of some type do. */
    private boolean isKnown(byte[] start) {
        try {
            DetectedType type = sniffer.detect(NAMELESS, start, start.length);
            return !SAYING_NOTHING.contains(type.mime());
        } catch (TypeBlocked program) {
            return true;
        }
    }
}
