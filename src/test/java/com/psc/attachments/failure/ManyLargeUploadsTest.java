package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.LargeFile.Way;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.Bytes;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory does not grow with files: a heap of 256 MB is enough for whatever comes, and nothing stays where files pass through. */
@InOwnProcesses
class ManyLargeUploadsTest {

    private static final long MB = 1024 * 1024;
    private static final long MOST_MEMORY = 700 * MB;
    private static final int AT_ONCE = Share.of(24, 64);
    private static final long LARGE = Share.of(16, 100) * MB;
    private static final long LARGER_THAN_THE_HEAP = Share.of(300, 1024) * MB;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void manyLargeFilesAtOnceAndOneLargerThanTheHeapAreKeptInTheMemoryOfAFew(BackendName backend) throws Exception {
        try (S3Server s3 = S3Server.onDisk(Files.createDirectories(folder.resolve("s3")));
                ServiceProcess service = service(backend, s3)) {
            for (Way way : Way.values()) {
                storeManyAtOnce(service, backend, way);
            }
            for (Way way : Share.of(List.of(Way.FORM), List.of(Way.values()))) {
                storeAndFetchOne(service, backend, way);
            }
            assertThat(service.peakMemory()).isLessThan(MOST_MEMORY);
            assertThat(service.leftovers()).isEmpty();
        }
    }

    private ServiceProcess service(BackendName backend, S3Server s3) throws IOException {
        ServiceProcess.Setup setup = ServiceProcess.in(Files.createDirectories(folder.resolve("service")))
                .on(TestDatabase.freshDatabase())
                .with("FILE_LIMITS", "zip=2GB");
        if (backend == BackendName.S3) {
            setup.onS3(s3.endpoint(), s3.newBucket()).with("S3_SSE", "none");
        }
        return setup.start();
    }

    private static void storeManyAtOnce(ServiceProcess service, BackendName backend, Way way) throws Exception {
        long begin = System.nanoTime();
        List<Api.Answer> answers = AtOnce.call(AT_ONCE, i -> () -> new LargeFile(LARGE, i).send(service, way));
        tell(service, backend, way, AT_ONCE * LARGE, begin);
        for (int i = 0; i < AT_ONCE; i++) {
            requireStored(answers.get(i), new LargeFile(LARGE, i));
            service.api()
                    .delete("/attachments/" + answers.get(i).json().get("id").asInt());
        }
    }

    private static void storeAndFetchOne(ServiceProcess service, BackendName backend, Way way) throws IOException {
        LargeFile file = new LargeFile(LARGER_THAN_THE_HEAP, way.ordinal());
        long begin = System.nanoTime();
        Api.Answer answer = file.send(service, way);
        tell(service, backend, way, LARGER_THAN_THE_HEAP, begin);
        requireStored(answer, file);
        try (InputStream content = service.api()
                .open("/attachments/download/" + answer.json().get("id").asInt())) {
            assertThat(Bytes.sha256(content)).isEqualTo(file.sha256());
        }
        service.api().delete("/attachments/" + answer.json().get("id").asInt());
    }

    private static void requireStored(Api.Answer answer, LargeFile file) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("sha256").asString()).isEqualTo(file.sha256());
    }

    private static void tell(ServiceProcess service, BackendName backend, Way way, long bytes, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        Figures.tell(
                "%s %s: %d MB in %.1f s, %.0f MB/s; most memory so far %d MB",
                backend, way, bytes / MB, seconds, bytes / MB / seconds, service.peakMemory() / MB);
    }
}
