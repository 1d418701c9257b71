package com.psc.attachments.maintenance;

import static com.psc.attachments.JsonMembers.assertMembers;
import static com.psc.attachments.maintenance.CleanedStore.newCompany;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.psc.attachments.Api;
import com.psc.attachments.MovableClock;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.maintenance.CleanedStore.Stored;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;

/** What a cleanup takes and what it leaves, at its harshest: without minimum age, grace or limit. */
@OnEveryBackend
class CleanupTest {

    private static final Map<BackendName, CleanedStore> STORES = new EnumMap<>(BackendName.class);

    private static final String FORMER = """
            string: storage_backend space_freed_human
            integer: files_removed space_freed_bytes
            boolean: orphaned_only
            array: errors""";

    private final CleanedStore store;
    private final StoredFiles files;

    CleanupTest(BackendName backend) {
        store = STORES.computeIfAbsent(backend, CleanedStore::harsh);
        files = store.files;
    }

    @AfterAll
    static void stop() {
        STORES.values().forEach(CleanedStore::close);
        STORES.clear();
    }

    // What goes

    @Test
    void anOrphanIsRemovedAndTheFormerBodySaysSo() {
        int company = newCompany();
        String orphan = store.orphan(company);

        JsonNode body = store.cleaned("company_id=" + company);

        assertMembers(body, FORMER);
        assertThat(body.get("storage_backend").asString()).isEqualTo(store.backend.label());
        assertThat(body.get("company_id").asInt()).isEqualTo(company);
        assertThat(body.get("orphaned_only").asBoolean()).isTrue();
        assertThat(body.get("files_removed").asInt()).isEqualTo(1);
        assertThat(body.get("space_freed_bytes").asInt()).isEqualTo(100);
        assertThat(body.get("space_freed_human").asString()).isEqualTo("100.0 B");
        assertThat(body.get("errors").isEmpty()).isTrue();
        assertThat(body.get("sample").get(0).asString()).isEqualTo(orphan);
        assertThat(files.paths()).doesNotContain(orphan);
    }

    @Test
    void withoutACompanyTheWholeStoreIsCleaned() {
        List<String> orphans = List.of(store.orphan(newCompany()), store.orphan(newCompany()));

        JsonNode body = store.cleaned("");

        assertThat(body.get("company_id").isNull()).isTrue();
        assertThat(files.paths()).doesNotContainAnyElementsOf(orphans);
    }

    @Test
    void anOrphanOfThePredecessorIsRemoved() {
        int company = newCompany();
        String orphan = store.olderPath(company);
        files.plant(orphan, new byte[10]);

        assertThat(store.cleaned("company_id=" + company).get("files_removed").asInt())
                .isEqualTo(1);

        assertThat(files.paths()).doesNotContain(orphan);
    }

    @Test
    void whatAWriteLeftThatNeverEndedIsRemoved() {
        int company = newCompany();
        String path = store.olderPath(company);
        leaveUnfinished(path);

        JsonNode body = store.cleaned("company_id=" + company);

        assertThat(body.get("unfinished_writes").asInt()).isEqualTo(1);
        assertThat(body.get("files_removed").asInt()).isZero();
        assertThat(isUnfinished(path)).isFalse();
    }

    private void leaveUnfinished(String path) {
        if (store.backend == BackendName.LOCAL) {
            files.plant(partFile(path), new byte[10]);
        } else {
            S3Server.shared()
                    .client()
                    .createMultipartUpload(
                            upload -> upload.bucket(store.surroundings.bucket()).key(path));
        }
    }

    private boolean isUnfinished(String path) {
        return store.backend == BackendName.LOCAL
                ? files.paths().contains(partFile(path))
                : S3Server.shared()
                        .client()
                        .listMultipartUploads(
                                list -> list.bucket(store.surroundings.bucket()).prefix(path))
                        .hasUploads();
    }

    private static String partFile(String path) {
        int name = path.lastIndexOf('/') + 1;
        return path.substring(0, name) + "." + path.substring(name) + ".part";
    }

    @Test
    void foldersThatAreLeftEmptyAreRemoved() {
        int company = newCompany();
        store.orphan(company);

        try (MovableClock.Moved moved = store.service.clock().setAhead(Duration.ofMinutes(1))) {
            store.cleaned("company_id=" + company);
            JsonNode body = store.cleaned("company_id=" + company);

            if (store.backend == BackendName.LOCAL) {
                assertThat(folder().resolve("expense/company_" + company)).doesNotExist();
            } else {
                assertThat(body.get("empty_folders_removed").asInt()).isZero();
            }
        }
    }

    private Path folder() {
        return store.surroundings.folder().resolve("uploads").resolve("attachments");
    }

    // What stays

    @Test
    void whatRecordsNameStays() {
        int company = newCompany();
        Stored live = store.live(company);

        JsonNode body = store.cleaned("company_id=" + company);

        assertThat(body.get("objects_seen").asInt()).isEqualTo(1);
        assertThat(body.get("orphans").asInt()).isZero();
        assertThat(files.paths()).contains(live.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"./%s", "/%s", "/srv/uploads/attachments/%s", "uploads//attachments/%s", "BACKSLASHES"})
    void whatAnOlderRowNamesInAnotherWayStays(String way) {
        int company = newCompany();
        Stored live = store.live(company);
        String named = way.equals("BACKSLASHES") ? live.path().replace('/', '\\') : way.formatted(live.path());
        store.jdbc
                .sql("update attachments set file_path = :path, s3_key = null where id = :id")
                .param("path", named)
                .param("id", live.id())
                .update();

        store.cleaned("company_id=" + company);

        assertThat(files.paths()).contains(live.path());
    }

    @Test
    void whatOnlyTheS3KeyOfARowNamesStays() {
        int company = newCompany();
        Stored live = store.live(company);
        store.jdbc
                .sql("update attachments set file_path = 'elsewhere.pdf', s3_key = :path where id = :id")
                .param("path", live.path())
                .param("id", live.id())
                .update();

        store.cleaned("company_id=" + company);

        assertThat(files.paths()).contains(live.path());
    }

    @Test
    void whatAnUploadUnderWayHasWrittenStays() {
        int company = newCompany();
        String path = store.orphan(company);
        store.jdbc.sql("""
                        insert into upload_intents (id, company_id, storage_backend, object_key, lease_until)
                        values (gen_random_uuid(), :company, 'local', :path, current_timestamp + interval '1 hour')""").param("company", company).param("path", path).update();

        assertThat(store.cleaned("company_id=" + company).get("orphans").asInt())
                .isZero();

        assertThat(files.paths()).contains(path);
    }

    @Test
    void whatIsYoungerThanTheMinimumAgeStaysUntilItIsOlder() {
        int company = newCompany();
        String orphan = store.orphan(company);

        JsonNode body = store.cleaned("min_age=24h&company_id=" + company);

        assertThat(body.get("too_young").asInt()).isEqualTo(1);
        assertThat(body.get("orphans").asInt()).isZero();
        assertThat(files.paths()).contains(orphan);

        try (MovableClock.Moved moved = store.service.clock().setAhead(Duration.ofHours(25))) {
            store.cleaned("min_age=P1D&company_id=" + company);
        }
        assertThat(files.paths()).doesNotContain(orphan);
    }

    @Test
    void aWriteThatBeganLatelyStays() {
        int company = newCompany();
        String path = store.olderPath(company);
        leaveUnfinished(path);

        assertThat(store.cleaned("min_age=30m&company_id=" + company)
                        .get("unfinished_writes")
                        .asInt())
                .isZero();

        assertThat(isUnfinished(path)).isTrue();
    }

    @Test
    void whatCompany1OrphanedGoesAndNothingOfCompanies10And2() {
        List<String> ofCompany1 = List.of(store.orphan(1), planted(1));
        List<String> ofOthers = List.of(store.orphan(10), planted(10), store.orphan(2), planted(2));
        Stored live = store.live(1);

        JsonNode body = store.cleaned("company_id=1");

        assertThat(body.get("files_removed").asInt()).isEqualTo(2);
        assertThat(files.paths()).doesNotContainAnyElementsOf(ofCompany1).containsAll(ofOthers);
        assertThat(files.paths()).contains(live.path());
    }

    private String planted(int company) {
        String path = store.olderPath(company);
        files.plant(path, new byte[10]);
        return path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes.txt",
                "backup/2024.tar",
                "invoices/company_5/2024-01-31/235959_0badcafe.pdf",
                "invoice/company_five/2024-01-31/235959_0badcafe.pdf",
                "invoice/company_5/2024-1-31/235959_0badcafe.pdf",
                "invoice/company_5/2024-01-31/235959_0BADCAFE.pdf",
                "invoice/company_5/2024-01-31/235959_0badcafe.tar.gz",
                "invoice/company_5/2024-01-31/more/235959_0badcafe.pdf",
                "attachments/contract/company_5/2024-01-31/235959_0badcafe_a.pdf",
                "attachments/invoice/company_5/2024-01-31/235959_0badcafe.pdf",
                "other/attachments/invoice/company_5/2024-01-31/235959_0badcafe_a.pdf",
                "video/company_5/invoice/20240131_235959_0badcafe-0000-4000-8000-000000000000.pdf"
            })
    void whatHasNoShapeOfOursIsReportedAndStays(String path) {
        files.plant(path, new byte[10]);
        try {
            JsonNode body = store.cleaned("");

            assertThat(body.get("foreign_files").asInt()).isPositive();
            assertThat(body.get("foreign_sample").valueStream().map(JsonNode::asString))
                    .contains(path);
            assertThat(files.paths()).contains(path);
        } finally {
            files.lose(path);
        }
    }

    private void plantOfAnotherInstallation(String path) {
        S3Server.shared()
                .client()
                .putObject(
                        put -> put.bucket(store.surroundings.bucket())
                                .key(path)
                                .metadata(Map.of("installation", "11111111-2222-3333-4444-555555555555")),
                        RequestBody.fromString("theirs"));
    }

    @Test
    void whatSaysThatItIsAnotherInstallationsIsReportedAndStays() {
        assumeTrue(store.backend == BackendName.S3, "files on disk say nothing");
        int company = newCompany();
        String path = store.olderPath(company);
        plantOfAnotherInstallation(path);

        JsonNode body = store.cleaned("company_id=" + company);

        assertThat(body.get("orphans").asInt()).isZero();
        assertThat(body.get("foreign_files").asInt()).isEqualTo(1);
        assertThat(body.get("foreign_sample").get(0).asString()).isEqualTo(path);
        assertThat(files.paths()).contains(path);
    }

    @Test
    void anUnfinishedWriteIsNoReasonToRemoveTheObjectThatLiesThere() {
        int company = newCompany();
        String path = store.olderPath(company);
        leaveUnfinished(path);
        String minAge = "0s";
        if (store.backend == BackendName.LOCAL) {
            age(folder().resolve(partFile(path)), Duration.ofHours(2));
            files.plant(path, new byte[10]);
            minAge = "1h";
        } else {
            plantOfAnotherInstallation(path);
        }

        JsonNode body = store.cleaned("company_id=" + company + "&min_age=" + minAge);

        assertThat(body.get("unfinished_writes").asInt()).isZero();
        assertThat(files.paths()).contains(path);
    }

    private static void age(Path file, Duration age) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDryRunTouchesNothing() {
        int company = newCompany();
        List<String> orphans = store.orphans(company, 3);
        leaveUnfinished(store.olderPath(company));
        List<String> before = files.paths();

        JsonNode body = store.cleaned("dry_run=true&company_id=" + company);

        assertThat(body.get("dry_run").asBoolean()).isTrue();
        assertThat(body.get("orphans").asInt()).isEqualTo(3);
        assertThat(body.get("orphan_bytes").asInt()).isEqualTo(300);
        assertThat(body.get("unfinished_writes").asInt()).isEqualTo(1);
        assertThat(body.get("sample").valueStream().map(JsonNode::asString)).containsAll(orphans);
        assertThat(body.get("files_removed").asInt()).isZero();
        assertThat(body.get("files_scheduled").asInt()).isZero();
        assertThat(files.paths()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aStoreWhoseMarkerNamesAnotherInstallationIsNotCleaned() {
        String marker = ".psc-attachments/installation";
        String orphan = store.orphan(newCompany());
        byte[] ours = files.bytes(marker);
        files.overwrite(marker, "11111111-2222-3333-4444-555555555555".getBytes(UTF_8));
        try {
            Api.Answer answer = store.clean("");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().get("type").asString()).endsWith(":foreign-store");
            assertThat(files.paths()).contains(orphan);
        } finally {
            files.overwrite(marker, ours);
        }
        store.cleaned("");
        assertThat(files.paths()).doesNotContain(orphan);
    }

    // What is missing

    @Test
    void rowsWhoseFileIsMissingAreNamedAndStay() {
        int company = newCompany();
        store.live(company);
        Stored lost = store.live(company);
        Stored nowhere = store.live(company);
        files.lose(lost.path());
        store.jdbc
                .sql("update attachments set file_path = '../' || file_path, s3_key = null where id = :id")
                .param("id", nowhere.id())
                .update();

        JsonNode body = store.cleaned("orphaned_only=false&company_id=" + company);

        assertThat(body.get("orphaned_only").asBoolean()).isFalse();
        assertThat(body.get("missing_files").asInt()).isEqualTo(2);
        assertThat(body.get("missing_attachments").valueStream().map(JsonNode::asInt))
                .containsExactly(lost.id(), nowhere.id());
        assertThat(store.api.get("/attachments/info/" + lost.id()).status()).isEqualTo(200);
    }

    @Test
    void missingFilesAreLookedForOnlyIfThatIsAsked() {
        int company = newCompany();
        files.lose(store.live(company).path());

        assertThat(store.cleaned("company_id=" + company).get("missing_files").asInt())
                .isZero();
    }

    // How it is asked

    @Test
    void parametersComeFromAFormToo() {
        int company = newCompany();
        store.orphan(company);

        Api.Answer answer = store.api.send(store.api
                .request("/storage/cleanup")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("storage_backend=" + store.backend + "&company_id=" + company)));

        assertThat(answer.json().get("files_removed").asInt()).isEqualTo(1);
    }

    @Test
    void parametersComeFromJsonToo() {
        int company = newCompany();
        store.orphan(company);

        Api.Answer answer = store.api.send(store.api
                .request("/storage/cleanup")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"storage_backend\":\"" + store.backend + "\",\"company_id\":" + company
                        + ",\"dry_run\":false}")));

        assertThat(answer.json().get("files_removed").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', storage_backend",
        "storage_backend=, storage_backend",
        "storage_backend=ftp, storage_backend",
        "storage_backend=local&company_id=one, company_id",
        "storage_backend=local&company_id=-1, company_id",
        "storage_backend=local&company_id=99999999999, company_id",
        "storage_backend=local&orphaned_only=maybe, orphaned_only",
        "storage_backend=local&dry_run=2, dry_run",
        "storage_backend=local&min_age=-1, min_age",
        "storage_backend=local&min_age=-1h, min_age",
        "storage_backend=local&min_age=24, min_age",
        "storage_backend=local&min_age=soon, min_age",
        "storage_backend=local&min_age=99999999999999999999d, min_age",
        "storage_backend=local&confirm=x, confirm",
        "storage_backend=local&confirm=0, confirm",
        "storage_backend=local&confirm=999999, confirm",
        "storage_backend=local&confirm=1&dry_run=true, confirm",
        "storage_backend=local&confirm=1&min_age=0s, confirm",
        "storage_backend=local&confirm=1&orphaned_only=false, confirm",
        "storage_backend=local&older_than=1h, older_than",
        "storage_backend=local&storage_backend=s3, storage_backend"
    })
    void aWrongParameterIsNamed(String parameters, String wrong) {
        Api.Answer answer = store.api.post("/storage/cleanup?" + parameters);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(wrong);
    }

    // One at a time

    @Test
    void aSecondCleanupOfTheSameBackendIsRefusedWhileOneIsUnderWay() {
        CleanupRecords records = store.service.part(CleanupRecords.class);
        CleanupLeases leases = store.service.part(CleanupLeases.class);
        Cleanup.Question question = new Cleanup.Question(
                store.backend,
                Optional.empty(),
                true,
                false,
                Duration.ZERO,
                store.service.clock().instant());
        Cleanup running = records.open(question);
        store.service
                .part(TransactionTemplate.class)
                .executeWithoutResult(status -> leases.take(store.backend, running.id));

        Api.Answer answer = store.clean("");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("job").asString()).isEqualTo("/storage/cleanup/" + running.id);
        assertThat(answer.header("Link")).isEqualTo("</storage/cleanup/" + running.id + ">; rel=\"related\"");
        assertThat(store.api
                        .get("/storage/cleanup/" + running.id)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("searching");

        // Whoever cleaned was killed: after a while somebody else may.
        try (MovableClock.Moved moved = store.service.clock().setAhead(CleanupLeases.TERM.plusSeconds(1))) {
            assertThat(store.clean("company_id=" + newCompany()).status()).isEqualTo(200);
        }
    }

    @Test
    void aCleanupCanBeLookedAtLater() {
        int company = newCompany();
        store.orphan(company);
        JsonNode body = store.cleaned("company_id=" + company);

        JsonNode later = store.api
                .get("/storage/cleanup/" + body.get("plan_id").asLong())
                .json();

        assertThat(later).isEqualTo(body);
        assertThat(later.get("state").asString()).isEqualTo("completed");
        assertThat(store.api.get("/storage/cleanup/999999").status()).isEqualTo(404);
    }
}
