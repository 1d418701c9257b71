package com.psc.attachments.attachment;

import com.psc.attachments.attachment.ContentCheck.Source;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.LocalFiles;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.stereotype.Component;

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
    private final ContentCheck contentCheck;
    private final MeterRegistry registry;

    FileResponse(Downloads downloads, ContentCheck contentCheck, MeterRegistry registry) {
        this.downloads = downloads;
        this.contentCheck = contentCheck;
        this.registry = registry;
    }

    void send(Attachment attachment, Disposition disposition, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        attachment.requireReleased();
        Preconditions conditions = new Preconditions(request, etag(attachment), attachment.createdAt());
        if (conditions.fail()) {
            throw new PreconditionFailed();
        }
        if (conditions.tellNothingNew()) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            validate(attachment, response);
            return;
        }
        attachment.requireUndamaged();
        Optional<ByteRange> range = conditions.letTheRangeHold() ? range(request, attachment.size()) : Optional.empty();
        Sending sending = new Sending(attachment, disposition, range, request, response);
        downloads.reach(attachment, (backend, location) -> {
            try {
                sending.from(backend, location);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return location;
        });
    }

    private static ETag etag(Attachment attachment) {
        return new ETag(
                attachment.sha256().map(Sha256::hex).orElseGet(() -> attachment.id() + "-" + attachment.size()), false);
    }

    /** By which a client finds out later whether the content that it has is the present one. */
    private static void validate(Attachment attachment, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, etag(attachment).formattedTag());
        response.setDateHeader(HttpHeaders.LAST_MODIFIED, attachment.createdAt().toEpochMilli());
        response.setHeader(HttpHeaders.CACHE_CONTROL, attachment.cacheControl());
    }

    /** Empty for the whole file. */
    private static Optional<ByteRange> range(HttpServletRequest request, long size) {
        String field = request.getHeader(HttpHeaders.RANGE);
        if (field == null || !HttpMethod.GET.matches(request.getMethod())) {
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
        if (size == 0 || ranges.get(0).getRangeStart(size) >= size) {
            throw new UnsatisfiableRange(size);
        }
        return Optional.of(
                new ByteRange(ranges.get(0).getRangeStart(size), ranges.get(0).getRangeEnd(size)));
    }

    /** One document, or a part of it, on its way from a store to a client. */
    private final class Sending {

        private final Attachment attachment;
        private final Disposition disposition;
        private final Optional<ByteRange> range;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private Outcome outcome = Outcome.FAILED;
        private long sent;

        Sending(
                Attachment attachment,
                Disposition disposition,
                Optional<ByteRange> range,
                HttpServletRequest request,
                HttpServletResponse response) {
            this.attachment = attachment;
            this.disposition = disposition;
            this.range = range;
            this.request = request;
            this.response = response;
        }

        private long length() {
            return range.map(ByteRange::length).orElse(attachment.size());
        }

        void from(StorageBackend backend, StorageLocation location) throws IOException {
            if (HttpMethod.HEAD.matches(request.getMethod())) {
                requireSize(backend.find(location)
                        .orElseThrow(() -> new ObjectMissing(location))
                        .length());
                begin();
                return;
            }
            Optional<LocalFiles> files = backend.ability(LocalFiles.class).filter(plain -> isWorthSendfile());
            Source source = new Source(attachment, backend, location);
            try {
                if (length() == attachment.size() && contentCheck.isNeeded(source)) {
                    copyChecked(source);
                } else if (files.isPresent()) {
                    handOver(files.get().file(location));
                } else {
                    copy(backend, location);
                }
            } catch (ContentDamaged e) {
                contentCheck.recordDamage(attachment);
                throw e;
            } finally {
                count(backend);
            }
        }

        private boolean isWorthSendfile() {
            return length() >= WORTH_SENDFILE && Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"));
        }

        private void handOver(Path file) throws IOException {
            requireSize(Files.size(file));
            begin();
            long start = range.map(ByteRange::first).orElse(0L);
            request.setAttribute(SENDFILE + "filename", file.toString());
            request.setAttribute(SENDFILE + "start", start);
            request.setAttribute(SENDFILE + "end", start + length());
            sent = length();
            outcome = Outcome.DONE;
        }

        private void copy(StorageBackend backend, StorageLocation location) throws IOException {
            try (ObjectContent content =
                    range.isPresent() ? backend.open(location, range.get()) : backend.open(location)) {
                if (range.isEmpty()) {
                    requireSize(content.length());
                }
                begin();
                OutputStream client = response.getOutputStream();
                byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, content.length()))];
                int read;
                while ((read = content.stream().read(chunk)) >= 0) {
                    write(client, chunk, read);
                }
                outcome = Outcome.DONE;
            }
        }

        /** Holds the last bytes back until all of them have proven to be what was stored. */
        private void copyChecked(Source source) throws IOException {
            ContentCheck.Reading reading = contentCheck.begin(source);
            try (ObjectContent content = source.backend().open(source.location())) {
                requireSize(content.length());
                long left = content.length();
                byte[] chunk = new byte[(int) Math.min(CHUNK, left)];
                byte[] held = new byte[left > CHUNK ? CHUNK : 0];
                int length = read(content, chunk, reading);
                left -= length;
                if (left == 0) {
                    reading.requireIntact();
                }
                begin();
                OutputStream client = response.getOutputStream();
                while (left > 0) {
                    byte[] first = chunk;
                    chunk = held;
                    held = first;
                    int heldLength = length;
                    length = read(content, chunk, reading);
                    left -= length;
                    if (left == 0) {
                        reading.requireIntact();
                    }
                    write(client, held, heldLength);
                }
                write(client, chunk, length);
                outcome = Outcome.DONE;
            }
        }

        private static int read(ObjectContent content, byte[] chunk, ContentCheck.Reading reading) throws IOException {
            int length = content.stream().readNBytes(chunk, 0, chunk.length);
            reading.update(chunk, length);
            return length;
        }

        private void write(OutputStream client, byte[] chunk, int length) throws IOException {
            try {
                client.write(chunk, 0, length);
                sent += length;
            } catch (IOException e) {
                outcome = Outcome.ABANDONED;
                throw e;
            }
        }

        private void requireSize(long found) {
            if (found != attachment.size()) {
                throw new ContentDamaged(attachment.id(), attachment.size(), found);
            }
        }

        private void begin() {
            validate(attachment, response);
            response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
            response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
            response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            response.setContentType(attachment.mimeType());
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    attachment.allowed(disposition).header(attachment.originalFilename()));
            attachment.sha256().ifPresent(sha256 -> response.setHeader("Repr-Digest", ReprDigest.format(sha256)));
            response.setContentLengthLong(length());
            range.ifPresent(part -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes " + part.first() + "-" + part.last() + "/" + attachment.size());
            });
        }

        private void count(StorageBackend backend) {
            String label = outcome.name().toLowerCase(Locale.ROOT);
            registry.counter("psc.downloads", "backend", backend.name().label(), "outcome", label)
                    .increment();
            Counter.builder("psc.downloads.sent")
                    .description("Bytes of files on their way to clients")
                    .baseUnit("bytes")
                    .tag("backend", backend.name().label())
                    .register(registry)
                    .increment(sent);
        }
    }

    /** How a download ended, as far as the service sees: what is handed over to the kernel counts as done. */
    private enum Outcome {
        DONE,
        FAILED,
        /** The client left. */
        ABANDONED
    }
}
