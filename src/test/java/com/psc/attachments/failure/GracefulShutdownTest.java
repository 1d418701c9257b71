package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service that is asked to end takes nobody in any more, and lets those in the middle of an upload finish. */
@InOwnProcesses
class GracefulShutdownTest {

    @Test
    void anUploadUnderWayIsFinishedAndNobodyElseIsLetIn() throws Exception {
        try (Installation installation = Installation.on(BackendName.LOCAL, setup -> {});
                Connection slow = new Connection(installation.service().port())) {
            byte[] content = Api.randomBytes(300_000);
            slow.send(("PUT /attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip HTTP/1.1\r\n"
                            + "Host: x\r\nContent-Length: " + content.length + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            slow.send(content, 0, 200_000);
            await("the upload to begin").until(() -> installation.count("upload_intents") == 1);

            CompletableFuture<Process> ended = installation.service().terminate();
            await("nobody to be let in")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isRefused(installation.service().port()));
            assertThat(ended).isNotDone();

            slow.send(content, 200_000, 100_000);
            assertThat(slow.answer()).startsWith("HTTP/1.1 200");
            ended.get(30, TimeUnit.SECONDS);
            assertThat(installation.count("attachments")).isEqualTo(1);
            assertThat(installation.files().paths()).hasSize(1);
        }
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
