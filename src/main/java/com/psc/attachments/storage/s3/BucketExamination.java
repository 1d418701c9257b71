package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;

/** What the bucket does with objects by itself. */
final class BucketExamination {

    private static final Set<String> FROZEN = Set.of("GLACIER", "DEEP_ARCHIVE");

    private final Examination examination;
    private final String bucket;
    private final String prefix;

    /** @param prefix of the names of files */
    BucketExamination(Examination examination, String prefix) {
        this.examination = examination;
        this.bucket = examination.bucket();
        this.prefix = prefix;
    }

    void examine() {
        S3Client client = examination.asking();
        Findings findings = examination.findings();
        findings.of(Subject.VERSIONING, () -> versioning(client));
        findings.of(Subject.OBJECT_LOCK, () -> objectLock(client));
        findings.of(Subject.LIFECYCLE, () -> lifecycle(client));
    }

    private Finding versioning(S3Client client) {
        try {
            BucketVersioningStatus status = Attempts.once(
                            S3Action.GET_VERSIONING,
                            bucket,
                            () -> client.getBucketVersioning(ask -> ask.bucket(bucket)))
                    .status();
            return Finding.passed(
                    status == BucketVersioningStatus.ENABLED
                            ? "On: what is removed stays as an earlier version, and costs, until a lifecycle rule ends it"
                            : "Off: what is removed is gone");
        } catch (RequestFailed e) {
            return Finding.ofOptional(e);
        }
    }

    private Finding objectLock(S3Client client) {
        try {
            Optional<DefaultRetention> retention = Optional.ofNullable(Attempts.once(
                                    S3Action.GET_OBJECT_LOCK,
                                    bucket,
                                    () -> client.getObjectLockConfiguration(ask -> ask.bucket(bucket)))
                            .objectLockConfiguration())
                    .map(ObjectLockConfiguration::rule)
                    .map(ObjectLockRule::defaultRetention);
            return Finding.passed(retention
                    .map(kept -> "On: versions stay for "
                            + (kept.days() != null ? kept.days() + " days" : kept.years() + " years")
                            + ", whoever removes them")
                    .orElse("On, without a time for which versions must stay"));
        } catch (RequestFailed e) {
            return e.code()
                            .filter("ObjectLockConfigurationNotFoundError"::equals)
                            .isPresent()
                    ? Finding.passed("Off")
                    : Finding.ofOptional(e);
        }
    }

    private Finding lifecycle(S3Client client) {
        List<LifecycleRule> rules;
        try {
            rules = BucketLifecycle.configuration(client, bucket)
                    .map(GetBucketLifecycleConfigurationResponse::rules)
                    .orElse(List.of());
        } catch (RequestFailed e) {
            return Finding.ofOptional(e);
        }
        return rules.stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED && meetsFiles(rule))
                .flatMap(rule -> danger(rule).stream())
                .findFirst()
                .orElseGet(
                        () -> Finding.passed(rules.isEmpty() ? "No rules" : rules.size() + " rules, none that harms"));
    }

    /** Files have no tags. */
    private boolean meetsFiles(LifecycleRule rule) {
        Optional<LifecycleRuleFilter> filter = Optional.ofNullable(rule.filter());
        boolean tagged = filter.filter(only -> only.tag() != null
                        || (only.and() != null && !only.and().tags().isEmpty()))
                .isPresent();
        String begin = BucketLifecycle.prefix(rule);
        return !tagged && (begin.startsWith(prefix) || prefix.startsWith(begin));
    }

    private static Optional<Finding> danger(LifecycleRule rule) {
        String name = rule.id() == null ? "Some rule" : "Rule " + rule.id();
        boolean expires = rule.expiration() != null
                && (rule.expiration().days() != null || rule.expiration().date() != null);
        if (expires) {
            return Optional.of(Finding.failed(
                    name + " removes files that are in use once they are old",
                    "Take its expiration away (s3:PutLifecycleConfiguration)"));
        }
        return rule.transitions().stream()
                .map(transition -> String.valueOf(transition.storageClassAsString()))
                .filter(FROZEN::contains)
                .findFirst()
                .map(frozen -> Finding.failed(
                        name + " moves files to " + frozen + ", where they cannot be read at once",
                        "Have it move them to GLACIER_IR or STANDARD_IA instead (s3:PutLifecycleConfiguration)"));
    }
}
