package com.psc.attachments.attachment;

import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.FileRefused;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.request.InvalidParameter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One multipart request with one or more files, taken in while it arrives. Files go straight to the store, or to the spool as
 * long as the fields that say whose they are have not come. Nothing is recorded before the last byte of the request is there.
 */
final class FormUpload {

    /** If a file is refused before any is taken, so many bytes are read on to see whether others follow. */
    private static final long WORTH_READING_ON = 4 * 1024 * 1024;

    private final Uploads uploads;
    private final FilePolicy policy;
    private final SpoolFolder spoolFolder;
    private final CountedBody body;
    private final MultipartReader reader;
    private final UploadParameters parameters;
    private final UploadHeaders headers;
    private final List<FileOutcome> outcomes = new ArrayList<>();
    private @Nullable FormPart next;

    FormUpload(
            Uploads uploads,
            FilePolicy policy,
            SpoolFolder spoolFolder,
            InputStream body,
            UploadParameters parameters,
            UploadHeaders headers) {
        this.uploads = uploads;
        this.policy = policy;
        this.spoolFolder = spoolFolder;
        this.body = new CountedBody(body);
        this.reader = new MultipartReader(this.body, headers.boundary());
        this.parameters = parameters;
        this.headers = headers;
    }

    /** What became of one file, on its way to being recorded or refused. */
    private sealed interface FileOutcome {

        record Received(ReceivedFile file) implements FileOutcome {}

        record Waiting(FormPart part, OriginalName name, SpooledBytes content) implements FileOutcome {}

        record Refused(UploadResult.Refused result) implements FileOutcome {}
    }

    /**
     * Reads the request to its end and records its files, in their order.
     *
     * @throws RuntimeException what refused the only file, or what ended the request; nothing of it is kept then
     */
    List<UploadResult> run() {
        try {
            parameters.checkSoFar();
            for (FormPart file = nextFile(); file != null; file = nextFile()) {
                take(file);
            }
            if (outcomes.isEmpty()) {
                throw new InvalidParameter("file", "is missing: a part of that name with a filename");
            }
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof FileOutcome.Waiting waiting) {
                    outcomes.set(i, received(waiting, i));
                }
            }
            if (outcomes.size() == 1 && outcomes.get(0) instanceof FileOutcome.Refused refused) {
                throw refused.result().reason();
            }
            List<UploadResult> results = recorded();
            outcomes.clear();
            return results;
        } catch (IOException e) {
            throw new UploadInterrupted(e);
        } finally {
            outcomes.forEach(this::giveUp);
        }
    }

    private @Nullable FormPart nextFile() throws IOException {
        FormPart file = next == null ? advance() : next;
        next = null;
        return file;
    }

    /** Reads the fields up to the next file. */
    private @Nullable FormPart advance() throws IOException {
        while (!reader.atEnd() && reader.next()) {
            FormPart part = FormPart.of(reader.part());
            if (part.name().equals("file") && part.filename().isPresent()) {
                return part;
            }
            if (part.filename().isEmpty() && UploadParameters.include(part.name())) {
                parameters.addField(part.name(), part.text());
            }
        }
        return null;
    }

    private void take(FormPart part) {
        try {
            OriginalName name = OriginalName.of(part.filename().orElse(""));
            outcomes.add(
                    parameters.nameAnEntity()
                            ? new FileOutcome.Received(
                                    receive(part, name, new WithFieldsBehind(part.content()), outcomes.size()))
                            : new FileOutcome.Waiting(
                                    part, name, spoolFolder.spool(part.content(), policy.admit(name))));
        } catch (FileRefused e) {
            if (outcomes.stream().allMatch(FileOutcome.Refused.class::isInstance)) {
                body.allow(WORTH_READING_ON, headers.contentLength(), e);
            }
            outcomes.add(refused(part, e));
        }
    }

    private FileOutcome received(FileOutcome.Waiting waiting, int index) {
        try (SpooledBytes spooled = waiting.content()) {
            return new FileOutcome.Received(receive(waiting.part(), waiting.name(), spooled.content(), index));
        } catch (FileRefused e) {
            return refused(waiting.part(), e);
        }
    }

    private static FileOutcome refused(FormPart part, FileRefused reason) {
        return new FileOutcome.Refused(new UploadResult.Refused(part.filename().orElse(""), reason));
    }

    /** @param index which file of the request it is */
    private ReceivedFile receive(FormPart part, OriginalName name, InputStream content, int index) {
        return uploads.receive(
                new UploadRequest(
                        parameters.entity(),
                        name,
                        part.contentType(),
                        OptionalLong.empty(),
                        ReprDigest.parse("Repr-Digest", part.headers().get("repr-digest"))
                                .or(headers::reprDigest),
                        headers.idempotencyKey().map(key -> key.ofFile(index))),
                content,
                parameters::description);
    }

    private List<UploadResult> recorded() {
        List<ReceivedFile> received = new ArrayList<>();
        for (FileOutcome outcome : outcomes) {
            if (outcome instanceof FileOutcome.Received one) {
                received.add(one.file());
            }
        }
        Iterator<UploadedFile> files =
                uploads.record(received, parameters.description()).iterator();
        return outcomes.stream()
                .<UploadResult>map(outcome -> outcome instanceof FileOutcome.Refused refused
                        ? refused.result()
                        : new UploadResult.Stored(files.next()))
                .toList();
    }

    private void giveUp(FileOutcome outcome) {
        if (outcome instanceof FileOutcome.Received received) {
            uploads.abandon(received.file());
        } else if (outcome instanceof FileOutcome.Waiting waiting) {
            waiting.content().close();
        }
    }

    /** The content of a file which, at its end, takes in the fields behind it: the description may be among them. */
    private final class WithFieldsBehind extends InputStream {

        private final InputStream content;
        private boolean ended;

        WithFieldsBehind(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (ended) {
                return -1;
            }
            int read = content.read(target, offset, wanted);
            if (read < 0) {
                ended = true;
                next = advance();
            }
            return read;
        }
    }
}
