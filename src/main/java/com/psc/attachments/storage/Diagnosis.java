package com.psc.attachments.storage;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an examination of a store has found.
 *
 * @param checks one for each {@link Subject}, in their order
 * @param contents how much lies there; empty if the store does not tell
 * @param policy the smallest IAM policy with which everything works, in the terms of JSON: maps, lists and texts
 */
public record Diagnosis(
        String bucket, String region, List<Check> checks, Optional<Contents> contents, Map<String, Object> policy) {

    /** What is examined. */
    public enum Subject {
        CREDENTIALS(Weight.ESSENTIAL),
        BUCKET(Weight.ESSENTIAL),
        REGION(Weight.ADVICE),
        OWNER(Weight.ADVICE),
        LIST(Weight.ESSENTIAL),
        PUT(Weight.ESSENTIAL),
        GET(Weight.ESSENTIAL),
        RANGE(Weight.ESSENTIAL),
        DELETE(Weight.ESSENTIAL),
        MULTIPART(Weight.ESSENTIAL),
        SSE(Weight.ADVICE),
        CHECKSUM_MODE(Weight.ADVICE),
        PRESIGNED_GET(Weight.ADVICE),
        NON_ASCII_NAMES(Weight.ADVICE),
        CLOCK_SKEW(Weight.ADVICE),
        CREDENTIALS_LIFE(Weight.ADVICE),
        VERSIONING(Weight.ADVICE),
        OBJECT_LOCK(Weight.ADVICE),
        LIFECYCLE(Weight.ADVICE),
        PUBLIC_ACCESS(Weight.ADVICE);

        private enum Weight {
            /** Without it no file can be kept. */
            ESSENTIAL,
            ADVICE
        }

        private final Weight weight;

        Subject(Weight weight) {
            this.weight = weight;
        }

        /** The name that answers use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Status {
        PASSED,
        FAILED,
        /** Not tried, or the store does not know such a thing. */
        SKIPPED
    }

    /**
     * @param latency how long it took
     * @param detail what was found, in an operator's words; without secrets
     * @param remedy the IAM action to allow or the setting to change; there when it failed
     */
    public record Check(Subject subject, Status status, Duration latency, String detail, Optional<String> remedy) {}

    /** Whether all objects were counted. */
    public enum Extent {
        ALL,
        /** There are more; counting them would have taken too long. */
        THE_FIRST
    }

    /** The objects below the prefix. */
    public record Contents(long files, long bytes, Extent extent) {}

    /** Whether files can be kept in the store. */
    public boolean isUsable() {
        return checks.stream()
                .filter(check -> check.subject().weight == Subject.Weight.ESSENTIAL)
                .allMatch(check -> check.status() == Status.PASSED);
    }

    /** Whether files cannot be kept there; neither this nor {@link #isUsable} where it could not be tried. */
    public boolean isUnusable() {
        return failures().stream().anyMatch(check -> check.subject().weight == Subject.Weight.ESSENTIAL);
    }

    /** Those that failed, what is essential first. */
    public List<Check> failures() {
        return checks.stream()
                .filter(check -> check.status() == Status.FAILED)
                .sorted((one, other) -> one.subject().weight.compareTo(other.subject().weight))
                .toList();
    }
}
