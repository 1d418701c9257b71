package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.psc.attachments.access.RowLevelSecurity;
import com.psc.attachments.access.RowLevelSecurity.Standing;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Check;
import com.psc.attachments.storage.Diagnosis.Contents;
import com.psc.attachments.storage.Diagnosis.Extent;
import com.psc.attachments.storage.StoreDoctor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Examines the store on S3. */
@RestController
class StoreTestController {

    /** All files on S3 lie below it. */
    static final String FILES = "attachments/";

    private static final Logger log = LoggerFactory.getLogger(StoreTestController.class);

    private final StoreDoctor doctor;
    private final RowLevelSecurity wall;

    StoreTestController(StoreDoctor doctor, RowLevelSecurity wall) {
        this.doctor = doctor;
        this.wall = wall;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StoreTest(
            String connectionStatus,
            String bucket,
            String region,
            String message,
            @Nullable BucketStats bucketStats,
            @Nullable String error,
            List<CheckResult> checks,
            Map<String, Object> policy) {}

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

    @GetMapping("/storage/test-s3")
    StoreTest test() {
        Diagnosis diagnosis = doctor.examine(FILES);
        List<CheckResult> checks = Stream.concat(
                        diagnosis.checks().stream().map(StoreTestController::result), Stream.of(rowLevelSecurity()))
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

    /** Not of the store, but of what keeps companies apart. */
    private CheckResult rowLevelSecurity() {
        long begin = System.nanoTime();
        Standing standing = Standing.OFF;
        String detail = "It is off: AUTH_MODE=open asks nobody who he is";
        try {
            standing = wall.standing();
            detail = switch (standing) {
                case OFF -> detail;
                case BINDING -> "It binds the role that the service signs in to the database as";
                case BYPASSED ->
                    "The role that the service signs in to the database as is a superuser, or has BYPASSRLS";
            };
        } catch (DataAccessException e) {
            log.debug("The database does not tell of its roles", e);
            detail = "The database does not answer";
        }
        return new CheckResult(
                "row_level_security",
                switch (standing) {
                    case OFF -> "skipped";
                    case BINDING -> "passed";
                    case BYPASSED -> "failed";
                },
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                detail,
                standing == Standing.BYPASSED ? "Let DATABASE_URL name a plain role that owns the tables" : null);
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
