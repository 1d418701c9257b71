package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.LifecycleRule;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortIncompleteMultipartUpload;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;

/** Of uploads that never ended, which nobody sees and which cost, nothing stays for long. */
final class StaleUploadsStep implements SetupStep {

    private static final int DAYS = 7;

    private final S3Settings settings;
    private final S3Client client;
    private final BucketLifecycle lifecycle;
    private final String prefix;

    /** @param prefix of the names of files */
    StaleUploadsStep(S3Settings settings, S3Clients clients, String prefix) {
        this.settings = settings;
        this.client = clients.writing(ChecksumMode.WHEN_REQUIRED);
        this.lifecycle = new BucketLifecycle(new S3Store(settings, clients), settings.bucket());
        this.prefix = prefix;
    }

    @Override
    public String name() {
        return "stale uploads";
    }

    @Override
    public Optional<String> fulfilled() {
        return BucketLifecycle.configuration(client, settings.bucket())
                .map(GetBucketLifecycleConfigurationResponse::rules)
                .orElse(List.of())
                .stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED && isAboutAllFiles(rule))
                .flatMap(rule -> Optional.ofNullable(rule.abortIncompleteMultipartUpload()).stream())
                .map(AbortIncompleteMultipartUpload::daysAfterInitiation)
                .min(Integer::compare)
                .map(days -> "what uploads left that never ended is gone after " + days + " days");
    }

    private boolean isAboutAllFiles(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
        boolean narrower = Optional.ofNullable(rule.filter())
                .filter(filter -> filter.tag() != null || hasMoreThanAPrefix(filter))
                .isPresent();
        return !narrower && prefix.startsWith(BucketLifecycle.prefix(rule));
    }

    private static boolean hasMoreThanAPrefix(LifecycleRuleFilter filter) {
        return filter.objectSizeGreaterThan() != null || filter.objectSizeLessThan() != null || filter.and() != null;
    }

    @Override
    public void fulfil() {
        Optional<LifecycleRule> own = lifecycle.rules().own();
        lifecycle.apply(new LifecycleRule(
                own.map(LifecycleRule::prefix).orElse(prefix),
                own.map(LifecycleRule::transitions).orElse(List.of()),
                own.flatMap(LifecycleRule::minimumBytes),
                Optional.of(DAYS),
                own.flatMap(LifecycleRule::removeEarlierVersionsAfterDays)));
    }
}
