package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Writes one small object, in the way that the settings ask for if the store takes it so, reads it, and removes it. */
final class ObjectExamination {

    private static final int FIRST = 100;
    private static final int LAST = 199;
    private static final Set<Integer> REFUSED_IN_ANY_WAY = Set.of(401, 403, 404, 507);

    private record Way(ChecksumMode checksums, Encryption encryption) {}

    /** A way in which the store can be written to, and what it answered. */
    private record Found(Way way, PutObjectResponse answer) {}

    private final Examination examination;
    private final S3Settings settings;
    private final Findings findings;
    private final StorageLocation.S3 target;
    private Optional<Finding> refusal = Optional.empty();

    ObjectExamination(Examination examination) {
        this.examination = examination;
        this.settings = examination.settings();
        this.findings = examination.findings();
        this.target = examination.leavings().newTarget("object");
    }

    /** Where it lies between {@link #put} and {@link #read}. */
    StorageLocation.S3 target() {
        return target;
    }

    /** How objects can be written; empty if they cannot. */
    Optional<S3Requests> put() {
        long begin = System.nanoTime();
        Optional<Found> found = firstThatWorks();
        Duration latency = Duration.ofNanos(System.nanoTime() - begin);
        if (found.isEmpty()) {
            refusal.ifPresent(refused -> findings.keep(Subject.PUT, refused, latency));
            return Optional.empty();
        }
        Way way = found.get().way();
        findings.keep(Subject.PUT, put(way), latency);
        findings.keep(Subject.CHECKSUM_MODE, checksums(way), latency);
        findings.keep(Subject.SSE, encryption(found.get()), latency);
        return Optional.of(examination.requests(way.checksums(), way.encryption()));
    }

    private Optional<Found> firstThatWorks() {
        for (Way way : ways()) {
            try {
                PutObjectResponse answer = put(examination.requests(way.checksums(), way.encryption()));
                if (comesBack(way.checksums())) {
                    return Optional.of(new Found(way, answer));
                }
                refuse(Finding.failed("The store keeps other bytes than it is given", "Set S3_CHECKSUM_MODE=auto"));
            } catch (RequestFailed e) {
                refuse(Finding.of(e));
                if (e.verdict() != Verdict.REFUSED || REFUSED_IN_ANY_WAY.contains(e.status())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** What the settings ask for comes first, and its refusal is what counts. */
    private List<Way> ways() {
        List<ChecksumMode> modes = settings.checksums() == ChecksumMode.WHEN_REQUIRED
                ? List.of(ChecksumMode.WHEN_REQUIRED)
                : List.of(ChecksumMode.WHEN_SUPPORTED, ChecksumMode.WHEN_REQUIRED);
        return Stream.of(settings.encryption(), Encryption.of(Encryption.Kind.NONE, Optional.empty()))
                .distinct()
                .flatMap(encryption -> modes.stream().map(mode -> new Way(mode, encryption)))
                .toList();
    }

    private void refuse(Finding finding) {
        refusal = refusal.or(() -> Optional.of(finding));
    }

    private PutObjectResponse put(S3Requests requests) {
        try (PartBuffer content = ProbeContent.buffer()) {
            PutObjectResponse answer = Attempts.once(
                    S3Action.PUT,
                    examination.bucket(),
                    () -> requests.put(
                            target, Description.ofProbe(WriteToken.random()), content, Existing.IS_NOT_ASKED_ABOUT));
            examination.leavings().keepsVersion(target, answer.versionId());
            return answer;
        }
    }

    /** That an object cannot be read is no reason to write it in another way. */
    private boolean comesBack(ChecksumMode checksums) {
        try {
            return Arrays.equals(examination.read(target, checksums, ask -> {}), ProbeContent.bytes());
        } catch (RequestFailed | IOException e) {
            return true;
        }
    }

    private Finding put(Way way) {
        String remedy = Stream.of(
                        isEncryptedAsSet(way) ? "" : "S3_SSE=none", isCheckedAsSet(way) ? "" : "S3_CHECKSUM_MODE=auto")
                .filter(setting -> !setting.isEmpty())
                .collect(Collectors.joining(" and "));
        return remedy.isEmpty()
                ? Finding.passed("An object was stored")
                : Finding.failed(refusal.map(Finding::detail).orElse(""), "Set " + remedy);
    }

    private boolean isEncryptedAsSet(Way way) {
        return way.encryption().equals(settings.encryption());
    }

    private boolean isCheckedAsSet(Way way) {
        return settings.checksums() == ChecksumMode.AUTO || settings.checksums() == way.checksums();
    }

    private Finding checksums(Way way) {
        String found = way.checksums() == ChecksumMode.WHEN_SUPPORTED
                ? "Checksums are sent, and the store takes them"
                : "Checksums are sent only where S3 demands them";
        return isCheckedAsSet(way)
                ? Finding.passed(found)
                : Finding.failed("The store does not take checksums", "Set S3_CHECKSUM_MODE=auto");
    }

    private Finding encryption(Found found) {
        Optional<ServerSideEncryption> wanted = settings.encryption().algorithm();
        if (wanted.isEmpty()) {
            return Finding.skipped("S3_SSE=none: the store encrypts as it likes");
        }
        if (!isEncryptedAsSet(found.way())) {
            return Finding.failed("The store does not encrypt with " + wanted.get(), "Set S3_SSE=none");
        }
        return found.answer().serverSideEncryption() == wanted.get()
                ? Finding.passed("The store confirms that it encrypts with " + wanted.get())
                : Finding.failed(
                        "The store does not confirm that it encrypts with " + wanted.get(),
                        "Ask whoever runs the store how it encrypts; if it does not, set S3_SSE=none");
    }

    void read(ChecksumMode checksums) {
        findings.of(
                Subject.GET,
                () -> Arrays.equals(examination.read(target, checksums, ask -> {}), ProbeContent.bytes())
                        ? Finding.passed("It came back as it was stored")
                        : Finding.failed("Other bytes came back than were stored", "Set S3_CHECKSUM_MODE=auto"));
        findings.of(Subject.RANGE, () -> {
            byte[] range = examination.read(target, checksums, ask -> ask.range("bytes=" + FIRST + "-" + LAST));
            return Arrays.equals(range, Arrays.copyOfRange(ProbeContent.bytes(), FIRST, LAST + 1))
                    ? Finding.passed("A part of it came back")
                    : Finding.failed(
                            "Another part of it came back than was asked for",
                            "Use a store that knows ranges: downloads that go on need them");
        });
    }

    void delete() {
        findings.of(Subject.DELETE, () -> {
            S3Client client = examination.asking();
            DeleteObjectResponse answer = Attempts.once(
                    S3Action.DELETE,
                    examination.bucket(),
                    () -> client.deleteObject(ask ->
                            ask.bucket(examination.bucket()).key(target.key().value())));
            examination.leavings().keepsVersion(target, answer.versionId());
            return isThere(client)
                    ? Finding.failed("The object is still there", "See whether a lock or a policy keeps objects")
                    : Finding.passed("The object is gone");
        });
    }

    private boolean isThere(S3Client client) {
        return Attempts.once(S3Action.FIND, examination.bucket(), () -> {
            try {
                client.headObject(
                        ask -> ask.bucket(examination.bucket()).key(target.key().value()));
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            }
        });
    }
}
