package com.psc.attachments.attachment;

import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.http.HttpRange;

/** What every upload and download passes through, without sockets, disks and databases. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPieces {

    private static final String BOUNDARY = "----------------------------5f1c0a7e9b3d";

    @State(Scope.Benchmark)
    public static class Content {

        @Param({"20480", "10485760"})
        int length;

        byte[] content;
        byte[] form;
        final byte[] taken = new byte[16 * 1024];

        @Setup
        public void make() throws IOException {
            content = new byte[length];
            new Random(20261127).nextBytes(content);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                            + "Content-Type: application/pdf\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(content);
            body.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
            form = body.toByteArray();
        }
    }

    @State(Scope.Thread)
    public static class Naming {

        final ObjectNaming naming = new ObjectNaming(new UploadNumbers(null) {
            private int next;

            @Override
            int take() {
                return next++;
            }
        });
        final EntityReference entity = new EntityReference(
                EntityType.INVOICE, 4711, new com.psc.attachments.access.CompanyId(12));
        final OriginalName name = OriginalName.of("Rechnung Müller & Söhne 2026-11.pdf");
        final Instant now = Instant.parse("2026-11-27T08:15:30Z");
    }

    @Benchmark
    public long parsingAForm(Content state) throws IOException {
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(state.form), BOUNDARY);
        long length = 0;
        while (reader.next()) {
            InputStream part = reader.part().content();
            for (int read = part.read(state.taken); read >= 0; read = part.read(state.taken)) {
                length += read;
            }
        }
        return length;
    }

    @Benchmark
    public Sha256 hashing(Content state) {
        MessageDigest digester = Sha256.digester();
        digester.update(state.content);
        return Sha256.of(digester.digest());
    }

    @Benchmark
    public ObjectKey makingALocalKey(Naming state) {
        return state.naming.keyFor(BackendName.LOCAL, state.entity, state.name, state.now);
    }

    @Benchmark
    public ObjectKey makingAnS3Key(Naming state) {
        return state.naming.keyFor(BackendName.S3, state.entity, state.name, state.now);
    }

    /** As a download does. */
    @Benchmark
    public ByteRange parsingARange() {
        HttpRange range = HttpRange.parseRanges("bytes=1048576-2097151").get(0);
        return new ByteRange(range.getRangeStart(104_857_600), range.getRangeEnd(104_857_600));
    }
}
