package com.psc.attachments.attachment;

import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.LocalFiles;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Answers a request for a document's bytes: whole or in part (RFC 9110, 13 and 14), the same from every store. What lies in
 * local files is handed to the kernel to send, where the connection allows it.
 */
@Component
class FileResponse {

    private static final String SENDFILE = "org.apache.tomcat.sendfile.";
    private static final int CHUNK = 64 * 1024;

    /** Below this, handing over to the kernel costs more than copying. */
    private static final long WORTH_SENDFILE = 128 * 1024;

    private final Downloads downloads;
    private final MeterRegistry registry;

    FileResponse(Downloads downloads, MeterRegistry registry) {
        this.downloads = downloads;
        this.registry = registry;
    }

    void send(Attachment attachment, Disposition disposition, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String etag = etag(attachment);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        long lastModified =
                attachment.createdAt().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        if (new ServletWebRequest(request, response).checkNotModified(etag, lastModified)) {
            return;
        }
        Optional<ByteRange> range = range(request, attachment, etag, lastModified);
        response.setContentType(attachment.mimeType());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                disposition.allowedFor(attachment.mimeType()).header(attachment.originalFilename()));
        attachment.sha256().ifPresent(sha256 -> response.setHeader("Repr-Digest", ReprDigest.format(sha256)));
        downloads.reach(attachment, (backend, location) -> {
            try {
                sendContent(attachment, range, backend, location, request, response);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return location;
        });
    }

    private static String etag(Attachment attachment) {
        return attachment
                .sha256()
                .map(sha256 -> "\"" + sha256 + "\"")
                .orElseGet(() -> "\"" + attachment.id() + "-" + attachment.size() + "\"");
    }

    private static Optional<ByteRange> range(
            HttpServletRequest request, Attachment attachment, String etag, long lastModified) {
        String field = request.getHeader(HttpHeaders.RANGE);
        if (field == null || !ifRangeHolds(request, etag, lastModified)) {
            return Optional.empty();
        }
        List<HttpRange> ranges;
        try {
            ranges = HttpRange.parseRanges(field);
        } catch (IllegalArgumentException e) {
            // RFC 9110, 14.2: a Range field that is none is ignored.
            return Optional.empty();
        }
        if (ranges.size() != 1) {
            return Optional.empty();
        }
        long size = attachment.size();
        if (size == 0 || ranges.get(0).getRangeStart(size) >= size) {
            throw new UnsatisfiableRange(size);
        }
        return Optional.of(
                new ByteRange(ranges.get(0).getRangeStart(size), ranges.get(0).getRangeEnd(size)));
    }

    private static boolean ifRangeHolds(HttpServletRequest request, String etag, long lastModified) {
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.startsWith("\"") || condition.startsWith("W/")) {
            return condition.equals(etag);
        }
        try {
            return request.getDateHeader(HttpHeaders.IF_RANGE) == lastModified;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void sendContent(
            Attachment attachment,
            Optional<ByteRange> range,
            StorageBackend backend,
            StorageLocation location,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        registry.counter("psc.downloads", "backend", backend.name().label()).increment();
        boolean wanted = !HttpMethod.HEAD.matches(request.getMethod());
        Optional<LocalFiles> files = backend.ability(LocalFiles.class);
        if (files.isPresent()) {
            Path file = files.get().file(location);
            requireSize(attachment, Files.size(file));
            if (!wanted) {
                begin(attachment, range, response);
                return;
            }
            long wantedBytes = range.map(ByteRange::length).orElse(attachment.size());
            if (wantedBytes >= WORTH_SENDFILE && Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))) {
                begin(attachment, range, response);
                request.setAttribute(SENDFILE + "filename", file.toString());
                request.setAttribute(
                        SENDFILE + "start", range.map(ByteRange::first).orElse(0L));
                request.setAttribute(
                        SENDFILE + "end", range.map(part -> part.last() + 1).orElse(attachment.size()));
                return;
            }
        }
        if (!wanted) {
            long found = backend.find(location)
                    .orElseThrow(() -> new ObjectMissing(location))
                    .length();
            requireSize(attachment, found);
            begin(attachment, range, response);
            return;
        }
        try (ObjectContent content = range.isPresent() ? backend.open(location, range.get()) : backend.open(location)) {
            if (range.isEmpty()) {
                requireSize(attachment, content.length());
            }
            begin(attachment, range, response);
            copy(content, response.getOutputStream());
        }
    }

    private static void requireSize(Attachment attachment, long found) {
        if (found != attachment.size()) {
            throw new ContentDamaged(attachment.id(), attachment.size(), found);
        }
    }

    private static void begin(Attachment attachment, Optional<ByteRange> range, HttpServletResponse response) {
        response.setContentLengthLong(range.map(ByteRange::length).orElse(attachment.size()));
        range.ifPresent(part -> {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + attachment.size());
        });
    }

    private static void copy(ObjectContent content, OutputStream client) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, content.length()))];
        int read;
        while ((read = content.stream().read(chunk)) >= 0) {
            client.write(chunk, 0, read);
        }
    }
}
