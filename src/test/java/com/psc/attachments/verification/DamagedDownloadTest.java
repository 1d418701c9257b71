package com.psc.attachments.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients get of a file that is not what was stored. */
@OnEveryBackend
@ExtendWith(OutputCaptureExtension.class)
class DamagedDownloadTest {

    private final BackendName backend;
    private final RunningService service;
    private final Api api;
    private final StoredFiles files;
    private final Documents documents;

    DamagedDownloadTest(BackendName backend) {
        this.backend = backend;
        this.service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.documents = new Documents(api);
    }

    /** Whatever is sent in two pieces at most is known before the first one goes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 65_536, 65_537, 131_072})
    void ofADamagedFileThatIsSmallNothingIsSent(int length) {
        int id = damaged(length);

        Answer answer = api.get(download(id));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("title").asString()).isEqualTo("The stored file is damaged");
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(answer.header("Content-Disposition")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {131_073, 300_000, 3_000_000})
    void ofADamagedFileThatIsLargeTheEndIsNeverSent(int length) {
        int id = damaged(length);

        try (Wire wire = api.wire()) {
            assertThatThrownBy(() -> wire.exchange("GET " + download(id) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("of " + length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void onceDamageIsKnownNothingOfTheFileIsGivenOut(int length) {
        int id = damaged(length);
        tryToDownload(id);

        assertThat(documents.integrity(id)).isEqualTo("corrupt");
        assertThat(documents.info(id).get("verified_at").asString()).isNotBlank();
        assertThat(api.get(download(id)).status()).isEqualTo(500);
        assertThat(api.get(download(id), "Range", "bytes=0-9").status()).isEqualTo(500);
        assertThat(api.head(download(id)).status()).isEqualTo(500);
        assertThat(api.post("/attachments/" + id + "/links").status()).isEqualTo(500);
    }

    @Test
    void theLogSaysWhatToDo(CapturedOutput output) {
        int id = damaged(1000);

        api.get(download(id));

        assertThat(output)
                .contains("The content of attachment " + id + " has the SHA-256", "restore it from a backup")
                .contains("POST /storage/verifications?ids=" + id);
    }

    @Test
    void aFileThatAVerificationFoundDamagedIsRefused() {
        int id = damaged(1000);
        new VerificationClient(api).verify(documents.order());

        assertThat(api.get(download(id), "Range", "bytes=0-9").status()).isEqualTo(500);
    }

    @Test
    void aRestoredFileIsGivenOutOnceItIsVerified() {
        byte[] content = Api.randomBytes(300_000);
        int id = documents.upload(content);
        Documents.damage(files, documents.path(id));
        tryToDownload(id);
        files.overwrite(documents.path(id), content);
        assertThat(api.get(download(id)).status()).isEqualTo(500);

        new VerificationClient(api).verify("{\"ids\":[" + id + "]}");

        assertThat(api.get(download(id)).body()).isEqualTo(content);
    }

    @Test
    void aClientThatHasTheContentAlreadyNeedsNoOther() {
        byte[] content = Api.randomBytes(1000);
        int id = documents.upload(content);
        String etag = api.get(download(id)).header("ETag");
        Documents.damage(files, documents.path(id));
        tryToDownload(id);

        assertThat(api.get(download(id), "If-None-Match", etag).status()).isEqualTo(304);
    }

    @Test
    void damageThatSomebodyCoversUpIsNoticedToo() throws IOException {
        assumeThat(backend).isEqualTo(BackendName.LOCAL);
        Surroundings surroundings = Surroundings.withoutBucket();
        try (RunningService other = RunningService.start(surroundings, BackendName.LOCAL)) {
            Documents theirs = new Documents(other.api());
            int id = theirs.upload(Api.randomBytes(300_000));
            assertThat(other.api().get(download(id)).status()).isEqualTo(200);
            Path file = surroundings.folder().resolve("uploads/attachments").resolve(theirs.path(id));
            FileTime before = Files.getLastModifiedTime(file);
            Documents.damage(other.files(), theirs.path(id));
            Files.setLastModifiedTime(file, before);

            try (Wire wire = other.api().wire()) {
                assertThatThrownBy(() -> wire.exchange("GET " + download(id) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                        .isInstanceOf(UncheckedIOException.class);
            }
        }
    }

    @Test
    void afterARestartFilesAreSentAsTheyWere() {
        assumeThat(backend).isEqualTo(BackendName.LOCAL);
        Surroundings surroundings = Surroundings.withoutBucket();
        byte[] content = Api.randomBytes(3_000_000);
        int id;
        try (RunningService first = RunningService.start(surroundings, BackendName.LOCAL)) {
            id = new Documents(first.api()).upload(content);
        }
        try (RunningService second = RunningService.start(surroundings, BackendName.LOCAL)) {
            assertThat(second.api().get(download(id)).body()).isEqualTo(content);
            assertThat(second.api().get(download(id)).body()).isEqualTo(content);
        }
    }

    @Test
    void aFileFromBeforeChecksumsIsSentUnchecked() {
        int id = damaged(1000);
        service.part(JdbcClient.class)
                .sql("update attachments set sha256 = null where id = :id")
                .param("id", id)
                .update();

        assertThat(api.get(download(id)).body()).isEqualTo(files.bytes(documents.path(id)));
    }

    private int damaged(int length) {
        int id = documents.upload(Api.randomBytes(length));
        Documents.damage(files, documents.path(id));
        return id;
    }

    private void tryToDownload(int id) {
        try (Wire wire = api.wire()) {
            wire.exchange("GET " + download(id) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        } catch (UncheckedIOException brokenOff) {
            assertThat(brokenOff).hasMessageContaining("The answer ended");
        }
    }

    private static String download(int id) {
        return "/attachments/download/" + id;
    }
}
