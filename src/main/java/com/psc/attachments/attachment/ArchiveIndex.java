package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.psc.attachments.content.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an archive tells of itself in its last two files: {@code index.csv} (RFC 4180) has a line for every document, those that
 * could not be had included; {@code SHA256SUMS} has the digests of all files, as {@code sha256sum --check} reads them.
 */
final class ArchiveIndex implements Closeable {

    private static final List<String> COLUMNS = List.of(
            "id",
            "path",
            "original_filename",
            "entity_type",
            "entity_id",
            "file_size",
            "sha256",
            "mime_type",
            "category",
            "description",
            "created_at",
            "status",
            "detail");

    /** What a spreadsheet would calculate. */
    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\t\r].*");

    private static final Pattern NEEDS_QUOTES = Pattern.compile("(?s).*[,\"\r\n].*|[ ].*|.*[ ]");

    private final ArchiveEntry lines;
    private final ArchiveEntry sums;

    ArchiveIndex(SpoolFolder spool) {
        lines = new ArchiveEntry(spool);
        sums = new ArchiveEntry(spool);
        write(COLUMNS);
    }

    void add(String path, ArchiveFiles.Whole file) {
        write(file.attachment(), path, file.sha256().hex(), "ok", "");
        sum(path, file.sha256());
    }

    void add(ArchiveFiles.Failed file) {
        String recorded = file.attachment().sha256().map(Sha256::hex).orElse("");
        write(file.attachment(), "", recorded, file.status(), file.reason());
    }

    /** An id that was asked for, but is none of the documents that the archive may hold. */
    void addUnknown(int id) {
        write(List.of(
                String.valueOf(id),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "not_found",
                "There is no such document among those that were asked for"));
    }

    private void write(Attachment attachment, String path, String sha256, String status, String detail) {
        write(List.of(
                String.valueOf(attachment.id()),
                path,
                attachment.originalFilename(),
                attachment.entityType(),
                String.valueOf(attachment.entityId()),
                String.valueOf(attachment.size()),
                sha256,
                attachment.mimeType(),
                attachment.category(),
                attachment.description().orElse(""),
                attachment.createdAt().toString(),
                status,
                detail));
    }

    private void write(List<String> fields) {
        String line = fields.stream().map(ArchiveIndex::field).collect(Collectors.joining(",", "", "\r\n"));
        lines.write(line.getBytes(UTF_8));
    }

    private static String field(String text) {
        String harmless = FORMULA.matcher(text).matches() ? "'" + text : text;
        return NEEDS_QUOTES.matcher(harmless).matches() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    private void sum(String path, Sha256 sha256) {
        sums.write((sha256 + "  " + path + "\n").getBytes(UTF_8));
    }

    /** Puts both files into the archive. Nothing may be added afterwards. */
    void addTo(ZipWriter zip, Instant now) throws IOException {
        zip.add("index.csv", now, lines);
        sum("index.csv", lines.sha256());
        zip.add("SHA256SUMS", now, sums);
    }

    @Override
    public void close() {
        lines.close();
        sums.close();
    }
}
