package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BrokenContent;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.Bytes;
import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.Rereadable;
import com.psc.attachments.storage.StorageBackendContract;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StorageUnavailable.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What becomes of a write, a read and a removal when S3, or the way there, fails. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class S3FaultsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PART = PartBuffers.PART_SIZE;

    private String bucket;
    private FaultyProxy proxy;
    private S3Fixture s3;
    private StorageLocation location;

    @BeforeEach
    void open() {
        bucket = S3Server.shared().newBucket();
        proxy = FaultyProxy.before(S3Server.shared().endpoint());
        s3 = S3Fixture.impatient(proxy.endpoint(), bucket);
        s3.store.proveWriting();
        proxy.forgetRequests();
        location = s3.backend.locate(new ObjectKey("faults/" + UUID.randomUUID()));
    }

    @AfterEach
    void close() throws IOException {
        proxy.heal();
        s3.backend.remove(location);
        s3.close();
        proxy.close();
        assertThat(s3.memory.left()).as("memory given back").isEqualTo(64L * 1024 * 1024);
    }

    @Test
    void aFewRefusalsForOverloadAreNotNoticed() throws IOException {
        Fault overload = Fault.status(503).times(3);
        proxy.inject(overload);

        write(100);

        assertThat(overload.struck()).isEqualTo(3);
        assertIntact(100);
    }

    @Test
    void aFewRefusalsAmongThePartsOfALargeObjectAreNotNoticed() throws IOException {
        Fault overload = Fault.status(503).every(3).times(9);
        proxy.inject(overload);

        write(3L * PART + 5);

        assertThat(overload.struck()).isGreaterThanOrEqualTo(2);
        proxy.heal();
        assertIntact(3L * PART + 5);
    }

    static Stream<Fault> lastingFaults() {
        return Stream.of(Fault.status(500), Fault.status(502), Fault.silence(), Fault.resetAfterRequestBytes(10));
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void aStoreThatIsAwayIsReportedInTimeAndNothingIsStored(Fault fault) {
        proxy.inject(fault);

        assertUnavailable(Outcome.UNKNOWN, () -> write(20_000));

        proxy.heal();
        assertThat(s3.backend.find(location)).isEmpty();
    }

    @Test
    void aSilentStoreIsReportedWithinThirtySecondsAsTheServiceIsSetUp() {
        Share.requireWhole();
        try (S3Fixture asInService = S3Fixture.of(proxy.endpoint(), bucket)) {
            asInService.store.proveWriting();
            proxy.inject(Fault.silence());

            assertUnavailable(
                    Outcome.UNKNOWN,
                    () -> asInService.backend.write(location, NewObject.of(new Bytes(20_000, 4), "text/plain")));
        }
    }

    @Test
    void aStoreThatIsOverloadedForLongHasChangedNothing() {
        proxy.inject(Fault.status(503));

        assertUnavailable(Outcome.NOTHING_CHANGED, () -> write(20_000));

        proxy.heal();
        assertThat(s3.backend.find(location)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void aStoreThatGoesAwayBetweenPartsIsReportedInTime(Fault fault) {
        proxy.inject(fault.on(partAfter(1)));

        assertUnavailable(Outcome.UNKNOWN, () -> write(3L * PART));

        proxy.heal();
        assertThat(s3.backend.find(location)).isEmpty();
        s3.backend.remove(location);
        assertThat(S3Fixture.remainsOfAWriteLie(S3Server.shared().client(), location))
                .isFalse();
    }

    @Test
    void whatTheStoreFindsDamagedIsSentAgain() throws IOException {
        AtomicInteger damaged = new AtomicInteger(2);
        proxy.answer(
                request -> request.method().equals("PUT") && damaged.getAndDecrement() > 0,
                (request, body) -> ("HTTP/1.1 400 Bad Request\r\nContent-Length: 44\r\n\r\n"
                                + "<Error><Code>BadDigest</Code></Error>       ")
                        .getBytes(US_ASCII));

        write(20_000);

        assertIntact(20_000);
        assertThat(proxy.heads()).extracting(HttpHead::method).startsWith("PUT", "PUT", "PUT");
    }

    @Test
    void aPartThatIsDamagedOnItsWayIsSentAgain() throws IOException {
        proxy.inject(Fault.damagedRequest().on("PUT").times(1));

        write(3 * PART);

        assertIntact(3 * PART);
    }

    @Test
    void whatIsDamagedOnItsWayAgainAndAgainIsRefusedAndNotStored() {
        proxy.inject(Fault.damagedRequest().on("PUT"));

        assertThatThrownBy(() -> write(20_000))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("status 400");

        proxy.heal();
        assertThat(s3.backend.find(location)).isEmpty();
    }

    @Test
    void theNextPartsAreReadWhileOneIsOnItsWay() throws IOException {
        proxy.inject(Fault.silence().on(partAfter(0)));
        InputStream content = new WatchedContent(2L * PART, proxy::heal);

        s3.backend.write(location, NewObject.of(content, "text/plain"));

        assertIntact(3L * PART);
    }

    @Test
    void withoutMemoryToSpareNothingIsReadAhead() {
        proxy.inject(Fault.silence().on(partAfter(0)));
        InputStream content = new WatchedContent(PART + 1, proxy::heal);
        MemoryBudget memory = new MemoryBudget(2L * PART);

        try (S3Fixture scarce = S3Fixture.impatient(proxy.endpoint(), bucket, memory)) {
            assertUnavailable(
                    Outcome.UNKNOWN, () -> scarce.backend.write(location, NewObject.of(content, "text/plain")));
        }

        assertThat(memory.left()).isEqualTo(2L * PART);
    }

    @Test
    void contentThatBreaksOffWhilePartsAreOnTheirWayLeavesNothing() {
        proxy.inject(Fault.status(503).on(partAfter(1)).times(2));

        assertThatThrownBy(() -> s3.backend.write(
                        location, NewObject.of(new BrokenContent(3 * PART + 5, new IOException("gone")), "text/plain")))
                .isInstanceOf(ContentUnreadable.class);

        assertThat(S3Fixture.remainsOfAWriteLie(S3Server.shared().client(), location))
                .isFalse();
    }

    @Test
    void whoeverIsInterruptedLeavesOnlyWhenNothingIsOnItsWayAnyMore() {
        proxy.inject(Fault.silence().on(partAfter(0)));
        InputStream content = new WatchedContent(PART + 1, Thread.currentThread()::interrupt);

        assertUnavailable(Outcome.UNKNOWN, () -> s3.backend.write(location, NewObject.of(content, "text/plain")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(s3.memory.left()).isEqualTo(64L * 1024 * 1024);
    }

    /** Three parts, with something that happens as soon as more than so many bytes are read. */
    private static final class WatchedContent extends Bytes {

        private final long quiet;
        private final Runnable then;
        private long read;

        WatchedContent(long quiet, Runnable then) {
            super(3L * PART, 4);
            this.quiet = quiet;
            this.then = then;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            int count = super.read(buffer, offset, wanted);
            boolean before = read <= quiet;
            read += Math.max(count, 0);
            if (before && read > quiet) {
                then.run();
            }
            return count;
        }
    }

    @Test
    void aStoreThatStopsTakingBytesIsReportedInTime() {
        proxy.inject(Fault.stallAfterRequestBytes(100_000).on(partAfter(0)));

        assertUnavailable(Outcome.UNKNOWN, () -> write(2L * PART));
    }

    @Test
    void aStoreThatCannotBeReachedHasChangedNothing() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI nowhere = URI.create("http://127.0.0.1:" + closed.getLocalPort());
            closed.close();
            try (S3Fixture away = S3Fixture.of(nowhere, bucket)) {
                assertUnavailable(
                        Outcome.NOTHING_CHANGED,
                        () -> away.backend.write(location, NewObject.of(new Bytes(10, 1), "text/plain")));
                assertUnavailable(Outcome.NOTHING_CHANGED, () -> away.backend.open(location));
                assertUnavailable(Outcome.NOTHING_CHANGED, () -> away.backend.find(location));
                assertUnavailable(Outcome.NOTHING_CHANGED, () -> away.backend.remove(location));
                assertUnavailable(Outcome.NOTHING_CHANGED, away.backend::check);
            }
        }
    }

    @Test
    void anUnknownHostHasChangedNothing() {
        try (S3Fixture away = S3Fixture.of(URI.create("http://no-such-host.invalid"), bucket)) {
            assertUnavailable(Outcome.NOTHING_CHANGED, away.backend::check);
        }
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void anObjectIsSentAgainFromItsSourceAfterAFault(Fault fault) throws IOException {
        proxy.inject(fault.on("PUT").times(1));
        List<Opened> opened = new ArrayList<>();

        s3.backend.write(location, fromSource(new Bytes(2L * PART, 4), () -> {
            opened.add(new Opened());
            return opened.get(opened.size() - 1);
        }));

        assertThat(fault.struck()).isOne();
        assertThat(opened).hasSizeGreaterThan(1).allMatch(stream -> stream.closed);
        assertIntact(2L * PART);
        assertThat(proxy.requests()).noneMatch(request -> request.contains("uploadId"));
    }

    private static final class Opened extends Bytes {

        private boolean closed;

        Opened() {
            super(2L * PART, 4);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static Stream<Fault> passingFaults() {
        return Stream.of(Fault.status(503), Fault.resetAfterRequestBytes(PART), Fault.swallowedResponse());
    }

    @Test
    void aSourceThatChangesBeforeItIsSentIsNotStored() {
        assertThatThrownBy(() ->
                        s3.backend.write(location, fromSource(new Bytes(2L * PART, 4), () -> new Bytes(2L * PART, 5))))
                .isInstanceOf(StorageException.class);

        assertThat(s3.backend.find(location)).isEmpty();
    }

    @Test
    void aSourceThatIsGoneWhenItIsToBeSentIsToldAndNothingIsStored() {
        assertThatThrownBy(() -> s3.backend.write(location, fromSource(new Bytes(2L * PART, 4), () -> {
                    throw new ObjectMissing(location);
                })))
                .isInstanceOf(StorageException.class);

        assertThat(s3.backend.find(location)).isEmpty();
    }

    private static NewObject fromSource(InputStream content, Rereadable.Opening source) {
        return StorageBackendContract.rereadable(2L * PART, content, source);
    }

    @Test
    void aPutWhoseAnswerIsLostIsProvedByLooking() throws IOException {
        proxy.inject(Fault.swallowedResponse().on("PUT"));

        write(50_000);

        proxy.heal();
        assertIntact(50_000);
        assertThat(proxy.requests()).anyMatch(request -> request.startsWith("HEAD"));
    }

    @Test
    void aPutWhoseFirstAnswerIsLostIsNotTakenForSomebodyElses() throws IOException {
        proxy.inject(Fault.swallowedResponse().on("PUT").times(1));

        write(50_000);

        proxy.heal();
        assertIntact(50_000);
    }

    @Test
    void aCompletionWhoseAnswerIsLostIsProvedByLooking() throws IOException {
        proxy.inject(Fault.swallowedResponse()
                .on(request ->
                        request.method().equals("POST") && request.target().contains("uploadId=")));

        write(2L * PART + 7);

        proxy.heal();
        assertIntact(2L * PART + 7);
        assertThat(S3Fixture.remainsOfAWriteLie(S3Server.shared().client(), location))
                .isFalse();
    }

    @Test
    void aPutThatNobodyAnswersAndNobodyCanLookForStaysUnknown() {
        proxy.inject(Fault.swallowedResponse());

        assertUnavailable(Outcome.UNKNOWN, () -> write(10));

        proxy.heal();
        s3.backend.remove(location);
        assertThat(s3.backend.find(location)).isEmpty();
    }

    @Test
    void contentThatBreaksOffWhileS3IsAwayIsStillTheContentsFault() {
        proxy.inject(Fault.silence().on("DELETE"));

        assertThatThrownBy(() -> s3.backend.write(
                        location, NewObject.of(new BrokenContent(PART + 5, new IOException("gone")), "text/plain")))
                .isInstanceOf(ContentUnreadable.class);

        proxy.heal();
        s3.backend.remove(location);
        assertThat(S3Fixture.remainsOfAWriteLie(S3Server.shared().client(), location))
                .isFalse();
    }

    @Test
    void aReadThatBreaksOffGoesOnWhereItStopped() throws IOException {
        write(5_000_000);
        Fault fault = Fault.resetAfterResponseBytes(1_000_000).on("GET").times(3);
        proxy.inject(fault);

        assertIntact(5_000_000);

        assertThat(fault.struck()).isEqualTo(3);
    }

    @Test
    void aRangeThatBreaksOffGoesOnWhereItStopped() throws IOException {
        write(5_000_000);
        proxy.inject(Fault.resetAfterResponseBytes(1_000_000).on("GET").times(2));

        try (ObjectContent content = s3.backend.open(location, new ByteRange(100, 4_000_099))) {
            Bytes expected = new Bytes(4_000_100, 4);
            expected.skipNBytes(100);
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(expected));
        }
    }

    @Test
    void aReadThatNothingMoreComesOfFailsInTime() throws IOException {
        write(5_000_000);
        proxy.inject(Fault.stallAfterResponseBytes(1_000_000).on("GET"));

        try (ObjectContent content = s3.backend.open(location)) {
            assertThat(content.stream().readNBytes(900_000)).hasSize(900_000);
            proxy.inject(Fault.silence());
            long begin = System.nanoTime();
            assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        }
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadIsNotMixed() throws IOException {
        write(5_000_000);
        StorageLocation.S3 target = S3StorageBackend.s3(location);
        proxy.inject(Fault.resetAfterResponseBytes(1_000_000).on("GET").times(1));

        try (ObjectContent content = s3.backend.open(location)) {
            content.stream().readNBytes(100);
            S3Server.shared()
                    .client()
                    .putObject(
                            request -> request.bucket(target.bucket())
                                    .key(target.key().value()),
                            RequestBody.fromBytes(new byte[5_000_000]));
            assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void askingAStoreThatIsAwayEndsInTime(Fault fault) {
        proxy.inject(fault);

        assertUnavailable(Outcome.NOTHING_CHANGED, () -> s3.backend.open(location));
        assertUnavailable(Outcome.NOTHING_CHANGED, () -> s3.backend.find(location));
        assertUnavailable(() -> s3.backend.remove(location));
    }

    @Test
    void theCheckOfASilentStoreEndsWithinSeconds() {
        proxy.inject(Fault.silence());

        long begin = System.nanoTime();
        assertThatThrownBy(s3.backend::check).isInstanceOf(StorageUnavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aMissingBucketIsNotTakenForAMissingObject() {
        StorageLocation elsewhere = StorageLocation.s3("no-such-bucket-here", new ObjectKey("a"));

        assertThatThrownBy(() -> s3.backend.find(elsewhere))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("S3_BUCKET");
        assertThatThrownBy(() -> s3.backend.open(elsewhere))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("S3_BUCKET");
    }

    @Test
    void aDenialNamesTheActionThatIsMissing() {
        proxy.inject(Fault.status(403));

        assertThatThrownBy(() -> write(10)).isInstanceOf(StorageFailure.class).hasMessageContaining("s3:PutObject");
        assertThatThrownBy(() -> s3.backend.open(location))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("s3:GetObject");
        assertThatThrownBy(() -> s3.backend.remove(location))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("s3:ListBucketMultipartUploads");
    }

    @Test
    void aFullStoreIsSaidToBeFull() {
        proxy.inject(Fault.status(507).on("PUT"));

        assertThatThrownBy(() -> write(10)).isInstanceOf(StorageFull.class);
    }

    private static Predicate<HttpHead> partAfter(int number) {
        return request -> request.method().equals("PUT")
                && request.target().contains("partNumber=")
                && !request.target().matches(".*partNumber=[0-" + number + "](&.*)?");
    }

    private void write(long length) {
        assertThat(s3.backend.write(location, NewObject.of(new Bytes(length, 4), "text/plain")))
                .isEqualTo(length);
    }

    private void assertIntact(long length) throws IOException {
        try (ObjectContent content = s3.backend.open(location)) {
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(length, 4)));
        }
    }

    private static void assertUnavailable(Outcome outcome, ThrowingCallable action) {
        assertThat(unavailable(action).outcome()).isEqualTo(outcome);
    }

    private static void assertUnavailable(ThrowingCallable action) {
        assertThat(unavailable(action)).hasMessageNotContaining("X-Amz-Signature");
    }

    private static StorageUnavailable unavailable(ThrowingCallable action) {
        long begin = System.nanoTime();
        Throwable thrown = catchThrowable(action);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        assertThat(thrown).isInstanceOf(StorageUnavailable.class);
        return (StorageUnavailable) thrown;
    }
}
