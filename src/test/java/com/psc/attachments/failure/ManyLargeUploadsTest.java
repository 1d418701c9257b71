package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.LargeFile.Way;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory does not grow with files: a heap of 256 MB is enough for whatever comes. */
class ManyLargeUploadsTest {

    private static final long MB = 1024 * 1024;
    private static final int AT_ONCE = Share.of(24, 64);
    private static final long LENGTH = Share.of(16, 100) * MB;
    private static final long MOST_MEMORY = 700 * MB;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void manyLargeFilesAtOnceAreStoredWithinTheMemoryOfAFew(BackendName backend) throws Exception {
        try (S3Server s3 = S3Server.onDisk(Files.createDirectories(folder.resolve("s3")));
                ServiceProcess service = service(backend, s3)) {
            for (Way way : Way.values()) {
                long begin = System.nanoTime();
                List<Api.Answer> answers =
                        AtOnce.call(AT_ONCE, i -> () -> new LargeFile(LENGTH, i + 1).send(service, way));
                double seconds = (System.nanoTime() - begin) / 1e9;
                for (int i = 0; i < AT_ONCE; i++) {
                    assertThat(answers.get(i).status())
                            .as(answers.get(i).text())
                            .isEqualTo(200);
                    assertThat(answers.get(i).json().get("sha256").asString())
                            .isEqualTo(new LargeFile(LENGTH, i + 1).sha256());
                }
                System.out.printf(
                        "%s %s: %d of %d MB in %.1f s, %.0f MB/s, peak %d MB%n",
                        backend,
                        way,
                        AT_ONCE,
                        LENGTH / MB,
                        seconds,
                        AT_ONCE * (LENGTH / MB) / seconds,
                        service.peakMemory() / MB);
                assertThat(service.peakMemory()).isLessThan(MOST_MEMORY);
                assertThat(service.leftovers()).isEmpty();
            }
        }
    }

    private ServiceProcess service(BackendName backend, S3Server s3) throws Exception {
        Path own = Files.createDirectories(folder.resolve("service"));
        ServiceProcess.Setup setup = ServiceProcess.in(own).on(TestDatabase.freshDatabase());
        if (backend == BackendName.S3) {
            setup.onS3(s3.endpoint(), s3.newBucket()).with("S3_SSE", "none");
        }
        return setup.start();
    }
}
