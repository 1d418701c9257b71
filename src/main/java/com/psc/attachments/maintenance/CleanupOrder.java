package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/**
 * What a cleanup is asked to do.
 *
 * @param company in whose folders only; in the whole store if empty
 * @param orphanedOnly whether rows whose object is missing are of no interest
 * @param dryRun whether nothing is to be removed
 * @param minAge how old an object must be to be an orphan; not given where the plan says so
 * @param plan the cleanup whose orphans are to be removed, however many they are; empty to search for them
 */
record CleanupOrder(
        BackendName backend,
        Optional<CompanyId> company,
        boolean orphanedOnly,
        boolean dryRun,
        Optional<Duration> minAge,
        Optional<Long> plan) {

    static final String[] NAMES = {"storage_backend", "company_id", "orphaned_only", "dry_run", "min_age", "confirm"};

    /** @throws InvalidParameter if one is missing or wrong, or contradicts another */
    static CleanupOrder of(Parameters parameters, StorageBackends backends) {
        BackendName backend = parameters.required(
                "storage_backend",
                text -> BackendName.labelled(text).orElseThrow(() -> new IllegalArgumentException(text)),
                "must be local or s3");
        if (backends.named(backend).isEmpty()) {
            throw new InvalidParameter(
                    "storage_backend", "is " + backend + ", which is not set up here: set S3_BUCKET");
        }
        CleanupOrder order = new CleanupOrder(
                backend,
                parameters.value("company_id", CompanyId::of, "must be the number of a company"),
                parameters.choice("orphaned_only").orElse(true),
                parameters.choice("dry_run").orElse(false),
                parameters.value(
                        "min_age",
                        CleanupOrder::age,
                        "must be a duration of 0 or more, such as 0s, 30m, 24h, 7d or P1D"),
                parameters.value("confirm", Long::valueOf, "must be the plan_id that an earlier call answered"));
        order.plan().ifPresent(plan -> order.requireNothingElse());
        return order;
    }

    /** A duration with its unit: a bare number could mean anything but 0. */
    static Duration age(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.matches("[+-]?\\d+")) {
            throw new IllegalArgumentException("There is no unit: " + text);
        }
        try {
            Duration age = DurationStyle.detectAndParse(text);
            if (age.isNegative()) {
                throw new IllegalArgumentException("It is negative: " + text);
            }
            return age;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("It is too long: " + text, e);
        }
    }

    /** The plan has said everything else. */
    private void requireNothingElse() {
        if (dryRun) {
            throw new InvalidParameter("confirm", "contradicts dry_run: a dry run removes nothing");
        }
        if (!orphanedOnly) {
            throw new InvalidParameter("confirm", "contradicts orphaned_only=false: a plan is of orphans only");
        }
        if (minAge.isPresent()) {
            throw new InvalidParameter("confirm", "contradicts min_age: the plan was made with its own");
        }
    }
}
