package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.Bytes;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What lies in the bucket, looked at with a plain client, and what went over the wire to get it there. */
class S3ObjectsSeenFromOutsideTest {

    private final S3Server server = S3Server.shared();
    private final String bucket = server.newBucket();
    private final FaultyProxy wire = FaultyProxy.before(server.endpoint());
    private S3Fixture s3;

    @BeforeEach
    void open() {
        s3 = S3Fixture.of(wire.endpoint(), bucket);
        s3.store.proveWriting();
        wire.forgetRequests();
    }

    @AfterEach
    void close() throws IOException {
        s3.close();
        wire.close();
        server.deleteBucket(bucket);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, PartBuffers.PART_SIZE + 100})
    void typeAndMetadataAreKept(int length) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("entity_type", "invoice");
        metadata.put("company_id", "7");
        metadata.put("original_filename", "Счёт 🧾.pdf");
        metadata.put("upload_timestamp", "2026-01-02T03:04:05Z");
        metadata.put("description", " kept as it is ");
        WriteToken token = WriteToken.random();
        StorageLocation location = fresh();

        s3.backend.write(location, new NewObject(new Bytes(length, 1), "application/pdf", () -> metadata, token));

        HeadObjectResponse head = head(location);
        assertThat(head.contentType()).isEqualTo("application/pdf");
        assertThat(head.contentLength()).isEqualTo(length);
        assertThat(head.metadata())
                .containsEntry("entity_type", "invoice")
                .containsEntry("company_id", "7")
                .containsEntry("original_filename", "base64:0KHRh9GR0YIg8J+nvi5wZGY=")
                .containsEntry("upload_timestamp", "2026-01-02T03:04:05Z")
                .containsEntry("description", "base64:IGtlcHQgYXMgaXQgaXMg")
                .containsEntry("write_token", token.toString())
                .hasSize(6);
    }

    @Test
    void aDescriptionOfAnyLengthDoesNotHinderTheUpload() {
        StorageLocation location = fresh();

        s3.backend.write(
                location,
                new NewObject(
                        new Bytes(10, 1),
                        "text/plain",
                        () -> Map.of("description", "ü".repeat(5000), "original_filename", "x".repeat(255)),
                        WriteToken.random()));

        Map<String, String> kept = head(location).metadata();
        assertThat(kept).containsEntry("original_filename", "x".repeat(255));
        assertThat(kept.get("description")).startsWith("base64:w7zDvMO8");
        assertThat(kept.entrySet().stream()
                        .mapToInt(e -> e.getKey().length() + e.getValue().length())
                        .sum())
                .isLessThanOrEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, PartBuffers.PART_SIZE + 100})
    void encryptionIsAskedFor(int length) {
        s3.backend.write(fresh(), NewObject.of(new Bytes(length, 1), "text/plain"));

        assertThat(creating())
                .isNotEmpty()
                .allSatisfy(head ->
                        assertThat(head.field("x-amz-server-side-encryption")).contains("AES256"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, PartBuffers.PART_SIZE + 100})
    void anotherEncryptionIsAskedForAsTheSettingsSay(int length) {
        try (S3Fixture kms = with(S3Fixture.settings(wire.endpoint(), bucket)
                        .with("sse", "aws:kms")
                        .with("kms-key-id", "alias/files"));
                S3Fixture none =
                        with(S3Fixture.settings(wire.endpoint(), bucket).with("sse", "none"))) {
            kms.backend.write(fresh(), NewObject.of(new Bytes(length, 1), "text/plain"));
            assertThat(creating()).isNotEmpty().allSatisfy(head -> {
                assertThat(head.field("x-amz-server-side-encryption")).contains("aws:kms");
                assertThat(head.field("x-amz-server-side-encryption-aws-kms-key-id"))
                        .contains("alias/files");
            });
            wire.forgetRequests();

            none.backend.write(fresh(), NewObject.of(new Bytes(length, 1), "text/plain"));
            assertThat(creating())
                    .isNotEmpty()
                    .allSatisfy(head -> assertThat(head.field("x-amz-server-side-encryption"))
                            .isEmpty());
        }
    }

    @Test
    void theExpectedOwnerGoesWithEveryRequest() throws IOException {
        try (S3Fixture owned =
                with(S3Fixture.settings(wire.endpoint(), bucket).with("expected-owner", "123456789012"))) {
            StorageLocation location = fresh();
            owned.backend.write(location, NewObject.of(new Bytes(10, 1), "text/plain"));
            owned.backend.open(location).close();
            owned.backend.find(location);
            owned.backend.remove(location);
        }

        assertThat(wire.heads())
                .hasSizeGreaterThan(4)
                .allSatisfy(head ->
                        assertThat(head.field("x-amz-expected-bucket-owner")).contains("123456789012"));
    }

    @Test
    void aSmallObjectCostsOneRequestWithItsLengthAndChecksum() {
        s3.backend.write(fresh(), NewObject.of(new Bytes(20_000, 1), "text/plain"));

        assertThat(wire.heads()).singleElement().satisfies(head -> {
            assertThat(head.method()).isEqualTo("PUT");
            assertThat(head.field("content-length")).contains("20000");
            assertThat(head.field("x-amz-checksum-crc32")).isPresent();
            assertThat(head.field("if-none-match")).contains("*");
            assertThat(head.field("expect")).isEmpty();
            assertThat(head.field("transfer-encoding")).isEmpty();
            assertThat(head.field("content-encoding")).isEmpty();
        });
    }

    @Test
    void whereTheStoreComparesChecksumsAnObjectIsNotReadTwiceToBeSigned() {
        s3.backend.write(fresh(), NewObject.of(new Bytes(100, 1), "text/plain"));

        assertThat(wire.heads())
                .singleElement()
                .satisfies(
                        head -> assertThat(head.field("x-amz-content-sha256")).contains("UNSIGNED-PAYLOAD"));
    }

    @Test
    void whereTheStoreComparesTheChecksumsOfPartsTheyAreNotReadTwiceEither() {
        s3.backend.write(fresh(), NewObject.of(new Bytes(PartBuffers.PART_SIZE + 100, 1), "text/plain"));

        assertThat(puts())
                .hasSize(2)
                .allSatisfy(
                        head -> assertThat(head.field("x-amz-content-sha256")).contains("UNSIGNED-PAYLOAD"));
    }

    @Test
    void aStoreThatIgnoresTheChecksumsOfPartsGetsThemSigned() {
        takeDamaged(request -> request.target().contains("partNumber="));
        try (S3Fixture careless = with(S3Fixture.settings(wire.endpoint(), bucket))) {
            assertThat(careless.store.traits().comparison()).isEqualTo(StoreTraits.Comparison.OF_OBJECTS);
            wire.forgetRequests();

            careless.backend.write(fresh(), NewObject.of(new Bytes(PartBuffers.PART_SIZE + 100, 1), "text/plain"));

            assertThat(puts())
                    .hasSize(2)
                    .allSatisfy(head -> assertThat(head.field("x-amz-content-sha256"))
                            .hasValueSatisfying(signed -> assertThat(signed).hasSize(64)));
        }
    }

    @Test
    void aStoreThatIgnoresChecksumsGetsEveryBodySigned() {
        takeDamaged(request -> true);
        try (S3Fixture careless = with(S3Fixture.settings(wire.endpoint(), bucket))) {
            assertThat(careless.store.traits().comparison()).isEqualTo(StoreTraits.Comparison.LEFT_OUT);
            wire.forgetRequests();

            careless.backend.write(fresh(), NewObject.of(new Bytes(10, 1), "text/plain"));

            assertThat(wire.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head.field("x-amz-content-sha256"))
                            .hasValueSatisfying(signed -> assertThat(signed).hasSize(64)));
        }
    }

    /** Has the store take bodies that do not have the checksum that is sent with them, as a probe tries. */
    private void takeDamaged(Predicate<HttpHead> requests) {
        wire.answer(
                request -> requests.test(request)
                        && request.field("x-amz-checksum-crc32")
                                .filter("AAAAAA=="::equals)
                                .isPresent(),
                (request, body) -> "HTTP/1.1 200 OK\r\nETag: \"taken\"\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
    }

    @Test
    void aStoreThatWantsEveryBodySignedGetsThemSigned() {
        wire.inject(Fault.status(400)
                .on(request -> request.field("x-amz-content-sha256")
                        .filter("UNSIGNED-PAYLOAD"::equals)
                        .isPresent())
                .on("PUT"));
        try (S3Fixture strict = with(S3Fixture.settings(wire.endpoint(), bucket))) {
            strict.backend.write(fresh(), NewObject.of(new Bytes(10, 1), "text/plain"));

            assertThat(strict.store.traits().comparison()).isEqualTo(StoreTraits.Comparison.LEFT_OUT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, PartBuffers.PART_SIZE + 100})
    void whenChecksumsAreNotWantedNoneAreSent(int length) throws IOException {
        try (S3Fixture plain =
                with(S3Fixture.settings(wire.endpoint(), bucket).with("checksum-mode", "when_required"))) {
            StorageLocation location = fresh();
            plain.backend.write(location, NewObject.of(new Bytes(length, 1), "text/plain"));
            plain.backend.open(location).close();
        }

        assertThat(wire.heads()).isNotEmpty().allSatisfy(head -> {
            assertThat(head.field("x-amz-checksum-crc32")).isEmpty();
            assertThat(head.field("x-amz-checksum-mode")).isEmpty();
            assertThat(head.field("x-amz-sdk-checksum-algorithm")).isEmpty();
            assertThat(head.field("x-amz-trailer")).isEmpty();
        });
    }

    @Test
    void aStoreThatRefusesChecksumsIsWrittenToWithout() {
        wire.inject(Fault.status(400)
                .on(request -> request.field("x-amz-checksum-crc32").isPresent()));
        try (S3Fixture automatic = with(S3Fixture.settings(wire.endpoint(), bucket))) {
            assertThat(automatic.store.traits().checksums()).isEqualTo(ChecksumMode.WHEN_REQUIRED);

            automatic.backend.write(fresh(), NewObject.of(new Bytes(10, 1), "text/plain"));
        }
    }

    @Test
    void aStoreThatCannotBeAskedToKeepWhatLiesThereIsLookedAtFirst() throws IOException {
        wire.inject(
                Fault.status(501).on(request -> request.field("if-none-match").isPresent()));
        try (S3Fixture simple = with(S3Fixture.settings(wire.endpoint(), bucket))) {
            StorageLocation location = fresh();
            assertThat(simple.store.traits().onPut()).isEqualTo(StoreTraits.Precondition.IGNORED);
            simple.backend.write(location, NewObject.of(new Bytes(10, 1), "text/plain"));

            assertThatThrownBy(() -> simple.backend.write(location, NewObject.of(new Bytes(10, 2), "text/plain")))
                    .isInstanceOf(ObjectAlreadyExists.class);
        }
    }

    @Test
    void objectsOfAnotherBucketAreReadAndRemovedThere() throws IOException {
        String former = server.newBucket();
        server.client()
                .putObject(
                        request -> request.bucket(former).key("old/file.txt"), RequestBody.fromString("from before"));
        StorageLocation location = StorageLocation.s3(former, new ObjectKey("old/file.txt"));

        try (var content = s3.backend.open(location)) {
            assertThat(new String(content.stream().readAllBytes(), UTF_8)).isEqualTo("from before");
        }
        s3.backend.remove(location);

        assertThat(server.client().listObjectsV2(list -> list.bucket(former)).contents())
                .isEmpty();
    }

    @Test
    void metadataIsAskedForOnceEvenIfTheStoreRefusesTwice() {
        wire.inject(Fault.status(503).on("PUT").times(2));
        AtomicInteger asked = new AtomicInteger();

        s3.backend.write(
                fresh(),
                new NewObject(
                        new ByteArrayInputStream(new byte[10]),
                        "text/plain",
                        () -> Map.of("asked", String.valueOf(asked.incrementAndGet())),
                        WriteToken.random()));

        assertThat(asked).hasValue(1);
    }

    private static S3Fixture with(S3Fixture.SettingsBuilder settings) {
        return new S3Fixture(settings.build(), new MemoryBudget(64L * 1024 * 1024));
    }

    private StorageLocation fresh() {
        return StorageLocation.s3(bucket, new ObjectKey("outside/" + UUID.randomUUID()));
    }

    private HeadObjectResponse head(StorageLocation location) {
        return server.client()
                .headObject(request -> request.bucket(bucket).key(location.key().value()));
    }

    private List<HttpHead> puts() {
        return wire.heads().stream().filter(head -> head.method().equals("PUT")).toList();
    }

    /** The requests that make an object, whole or to be sent in parts. */
    private List<HttpHead> creating() {
        return wire.heads().stream()
                .filter(head -> (head.method().equals("PUT") && !head.target().contains("partNumber="))
                        || (head.method().equals("POST") && head.target().endsWith("?uploads")))
                .toList();
    }
}
