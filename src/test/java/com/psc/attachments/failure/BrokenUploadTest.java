package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.failure.Connection.Parting;
import com.psc.attachments.storage.BackendName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that breaks off at any byte leaves nothing: no row, no file, no object, once the lease is over. */
@InOwnProcesses
@ParameterizedClass(name = "on {0}")
@EnumSource(BackendName.class)
class BrokenUploadTest {

    private static final String TARGET = "?entity_type=invoice&entity_id=7&company_id=1";

    /** Longer than what is looked at before anything is stored. */
    private static final int LONG = 200 * 1024;

    private static final int LONGER_THAN_A_PART_ON_S3 = 9 * 1024 * 1024;

    private final Installation installation;

    BrokenUploadTest(BackendName backend) {
        installation = Installation.shared(backend);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(installation.count("attachments")).isZero();
        installation.requireThatRowsAndFilesAgree();
    }

    @ParameterizedTest
    @EnumSource
    void ofAFormAnyNumberOfBytesLeavesNothing(Parting parting) throws IOException {
        byte[] request = form(10);
        breakOff(request, IntStream.range(0, request.length - "--\r\n".length()), parting);
    }

    @ParameterizedTest
    @EnumSource
    void ofALongFormAnyNumberOfBytesLeavesNothing(Parting parting) throws IOException {
        byte[] request = form(LONG);
        breakOff(request, someOf(request.length - "--\r\n".length()), parting);
    }

    @ParameterizedTest
    @EnumSource
    void ofABodyLessThanItDeclaresLeavesNothing(Parting parting) throws IOException {
        byte[] request = body(10);
        breakOff(request, IntStream.range(0, request.length), parting);
    }

    @ParameterizedTest
    @EnumSource
    void ofALongBodyLessThanItDeclaresLeavesNothing(Parting parting) throws IOException {
        byte[] request = body(LONG);
        breakOff(request, someOf(request.length), parting);
    }

    @ParameterizedTest
    @EnumSource
    void chunksWithoutTheLastOneLeaveNothing(Parting parting) throws IOException {
        byte[] request = chunks(10);
        breakOff(request, IntStream.range(0, request.length - "\r\n".length()), parting);
    }

    @ParameterizedTest
    @EnumSource
    void manyPartsOfAnObjectLeaveNothing(Parting parting) throws IOException {
        byte[] request = form(LONGER_THAN_A_PART_ON_S3);
        breakOff(request, IntStream.of(request.length / 2, request.length - 200_000, request.length - 10), parting);
    }

    @Test
    void wholeRequestsAreTaken() throws IOException {
        for (byte[] request : new byte[][] {form(10), form(LONG), body(10), body(LONG), chunks(10)}) {
            try (Connection connection = new Connection(installation.service().port())) {
                connection.send(request);
                assertThat(connection.part(Parting.HALF_CLOSED)).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(installation.count("attachments")).isEqualTo(5);
        installation.deleteAll();
    }

    @Test
    void aClientThatPausesForLongerThanTheLeaseIsWaitedFor() throws IOException {
        byte[] request = body(LONG);
        try (Connection connection = new Connection(installation.service().port())) {
            connection.send(request, 0, LONG / 2);
            await("the upload to begin").until(() -> installation.count("upload_intents") == 1);
            Instant firstEnd = leaseEnd();
            await("another lease").until(() -> leaseEnd().isAfter(firstEnd.plus(Installation.LEASE)));
            connection.send(request, LONG / 2, request.length - LONG / 2);
            assertThat(connection.part(Parting.HALF_CLOSED)).startsWith("HTTP/1.1 200");
        }
        installation.deleteAll();
    }

    private Instant leaseEnd() {
        return installation
                .rows()
                .sql("select lease_until from upload_intents")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Every byte near the end, and enough of those before it to fall into every buffer. */
    private static IntStream someOf(int length) {
        Set<Integer> some = new TreeSet<>();
        IntStream.range(0, length)
                .filter(i -> i % Share.of(8_191, 997) == 0 || i > length - 20)
                .forEach(some::add);
        return some.stream().mapToInt(Integer::intValue);
    }

    private void breakOff(byte[] request, IntStream lengths, Parting parting) throws IOException {
        for (int length : lengths.toArray()) {
            try (Connection connection = new Connection(installation.service().port())) {
                connection.send(request, 0, length);
                assertThat(connection.part(parting))
                        .as("the answer after %s of %s bytes", length, request.length)
                        .matches(answer -> answer.isEmpty() || answer.startsWith("HTTP/1.1 4"));
            }
        }
    }

    private static byte[] form(int length) {
        Api.Form form = new Api.Form().file("a.pdf", Api.randomBytes(length)).field("description", "x");
        byte[] content = form.bytes();
        return join(
                "POST /attachments/upload" + TARGET + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                        + form.contentType() + "\r\nContent-Length: " + content.length + "\r\n\r\n",
                content,
                "");
    }

    private static byte[] body(int length) {
        return join(
                "PUT /attachments" + TARGET
                        + "&filename=a.pdf HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + length
                        + "\r\n\r\n",
                Api.randomBytes(length),
                "");
    }

    private static byte[] chunks(int length) {
        return join(
                "PUT /attachments" + TARGET
                        + "&filename=a.pdf HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(length) + "\r\n",
                Api.randomBytes(length),
                "\r\n0\r\n\r\n");
    }

    private static byte[] join(String before, byte[] content, String behind) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(before.getBytes(ISO_8859_1));
        whole.writeBytes(content);
        whole.writeBytes(behind.getBytes(ISO_8859_1));
        return whole.toByteArray();
    }
}
