package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Check;
import com.psc.attachments.storage.Diagnosis.Contents;
import com.psc.attachments.storage.Diagnosis.Extent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an examination of the store on S3 found, as operators see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoreTest(
        String connectionStatus,
        String bucket,
        String region,
        String message,
        @Nullable BucketStats bucketStats,
        @Nullable String error,
        List<CheckResult> checks,
        Map<String, Object> policy) {

    /** All files on S3 lie below it. */
    static final String FILES = "attachments/";

    record BucketStats(
            long totalFiles,
            long totalSizeBytes,
            String totalSizeHuman,
            String bucketName,
            String prefix,
            String region,
            boolean complete) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckResult(
            String name,
            String status,
            long latencyMs,
            String detail,
            @Nullable String remedy) {}

    /** @param others that were not the doctor's to make; they come last */
    static StoreTest of(Diagnosis diagnosis, CheckResult... others) {
        List<CheckResult> checks = Stream.concat(diagnosis.checks().stream().map(StoreTest::result), Stream.of(others))
                .toList();
        Optional<String> error = diagnosis.isUsable() ? Optional.empty() : Optional.of(error(diagnosis));
        return new StoreTest(
                error.isEmpty() ? "success" : "failed",
                diagnosis.bucket(),
                diagnosis.region(),
                error.isEmpty() ? message(diagnosis) : "Files cannot be kept in bucket " + diagnosis.bucket(),
                error.isPresent()
                        ? null
                        : diagnosis
                                .contents()
                                .map(contents -> stats(diagnosis, contents))
                                .orElse(null),
                error.orElse(null),
                checks,
                diagnosis.policy());
    }

    boolean hasFindings() {
        return error != null || checks.stream().anyMatch(check -> check.status().equals("failed"));
    }

    private static CheckResult result(Check check) {
        return new CheckResult(
                check.subject().label(),
                check.status().name().toLowerCase(Locale.ROOT),
                check.latency().toMillis(),
                check.detail(),
                check.remedy().orElse(null));
    }

    private static String error(Diagnosis diagnosis) {
        return diagnosis.failures().stream()
                .findFirst()
                .map(check -> check.subject().label() + ": " + check.detail()
                        + check.remedy().map(remedy -> ". " + remedy).orElse(""))
                .orElseGet(() -> diagnosis.checks().stream()
                        .filter(check -> check.status() == Diagnosis.Status.SKIPPED)
                        .map(Check::detail)
                        .findFirst()
                        .orElse("Nothing could be tried"));
    }

    private static String message(Diagnosis diagnosis) {
        String advice = diagnosis.failures().stream()
                .map(check -> check.subject().label())
                .collect(Collectors.joining(", "));
        return "Files can be kept in bucket " + diagnosis.bucket() + (advice.isEmpty() ? "" : "; look at " + advice);
    }

    private static BucketStats stats(Diagnosis diagnosis, Contents contents) {
        return new BucketStats(
                contents.files(),
                contents.bytes(),
                HumanSize.of(contents.bytes()),
                diagnosis.bucket(),
                FILES,
                diagnosis.region(),
                contents.extent() == Extent.ALL);
    }
}
