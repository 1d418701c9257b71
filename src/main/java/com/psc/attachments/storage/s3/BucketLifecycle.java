package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.LifecycleRule.StorageClass;
import com.psc.attachments.storage.LifecycleRule.Transition;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreCannot;
import com.psc.attachments.storage.StoreLifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;

/** This service's rule is two of S3's: only files that are in use may be spared for their size. */
final class BucketLifecycle implements StoreLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BucketLifecycle.class);
    private static final String AGEING = "psc-attachments";
    private static final String LEFTOVERS = "psc-attachments-leftovers";

    private final S3Store store;
    private final String bucket;

    BucketLifecycle(S3Store store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /**
     * What the bucket says of its rules; empty if it has none.
     *
     * @throws RequestFailed if S3 does not tell
     */
    static Optional<GetBucketLifecycleConfigurationResponse> configuration(S3Client client, String bucket) {
        try {
            return Optional.of(Attempts.once(
                    S3Action.GET_LIFECYCLE,
                    bucket,
                    () -> client.getBucketLifecycleConfiguration(ask -> ask.bucket(bucket))));
        } catch (RequestFailed e) {
            return e.ifNothing("NoSuchLifecycleConfiguration");
        }
    }

    @Override
    public Rules rules() {
        List<LifecycleRule> rules = asked(() -> configuration(store.asking(), bucket))
                .map(GetBucketLifecycleConfigurationResponse::rules)
                .orElse(List.of());
        return new Rules(
                own(rules),
                rules.stream()
                        .filter(rule -> !isOurs(rule))
                        .map(rule -> Optional.ofNullable(rule.id()).orElse("without a name"))
                        .toList());
    }

    @Override
    public void apply(com.psc.attachments.storage.LifecycleRule rule) {
        Optional<com.psc.attachments.storage.LifecycleRule> before = rules().own();
        replace(rule);
        com.psc.attachments.storage.LifecycleRule kept = rules().own().orElse(nothing(rule.prefix()));
        // Some stores drop what they do not know, and would then treat files otherwise than was said.
        if (!kept.equals(rule)) {
            replace(before.orElse(nothing(rule.prefix())));
            log.warn("Bucket {} was given {} and made of it {}", bucket, rule, kept);
            throw new StoreCannot(
                    "The store of bucket " + bucket + " takes the rule, but does not keep it as it was given;"
                            + " the former one is back",
                    null);
        }
    }

    private static com.psc.attachments.storage.LifecycleRule nothing(String prefix) {
        return new com.psc.attachments.storage.LifecycleRule(
                prefix, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void replace(com.psc.attachments.storage.LifecycleRule rule) {
        S3Client client = store.asking();
        asked(() -> {
            Optional<GetBucketLifecycleConfigurationResponse> before = configuration(client, bucket);
            List<LifecycleRule> rules = new ArrayList<>();
            before.ifPresent(found ->
                    found.rules().stream().filter(other -> !isOurs(other)).forEach(rules::add));
            rules.addAll(ofS3(rule));
            return rules.isEmpty() ? delete(client) : put(client, rules, before);
        });
    }

    private Object put(
            S3Client client, List<LifecycleRule> rules, Optional<GetBucketLifecycleConfigurationResponse> before) {
        return Attempts.once(
                S3Action.PUT_LIFECYCLE,
                bucket,
                () -> client.putBucketLifecycleConfiguration(put -> {
                    put.bucket(bucket)
                            .lifecycleConfiguration(BucketLifecycleConfiguration.builder()
                                    .rules(rules)
                                    .build());
                    before.map(GetBucketLifecycleConfigurationResponse::transitionDefaultMinimumObjectSizeAsString)
                            .ifPresent(put::transitionDefaultMinimumObjectSize);
                }));
    }

    private Object delete(S3Client client) {
        return Attempts.once(
                S3Action.PUT_LIFECYCLE, bucket, () -> client.deleteBucketLifecycle(ask -> ask.bucket(bucket)));
    }

    private <T> T asked(Supplier<T> request) {
        try {
            return request.get();
        } catch (RequestFailed e) {
            StorageException translated = S3Errors.translate(e);
            throw e.meansUnknown()
                    ? new StoreCannot("The store of bucket " + bucket + " knows no lifecycle rules", translated)
                    : translated;
        }
    }

    private static boolean isOurs(LifecycleRule rule) {
        return AGEING.equals(rule.id()) || LEFTOVERS.equals(rule.id());
    }

    private static List<LifecycleRule> ofS3(com.psc.attachments.storage.LifecycleRule rule) {
        List<LifecycleRule> rules = new ArrayList<>();
        if (!rule.transitions().isEmpty()) {
            rules.add(rule(AGEING, filter(rule))
                    .transitions(rule.transitions().stream()
                            .map(BucketLifecycle::ofS3)
                            .toList())
                    .build());
        }
        LifecycleRule.Builder leftovers = rule(LEFTOVERS, LifecycleRuleFilter.fromPrefix(rule.prefix()));
        rule.abortUnfinishedAfterDays()
                .ifPresent(days -> leftovers.abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(days)));
        rule.removeEarlierVersionsAfterDays()
                .ifPresent(days -> leftovers.noncurrentVersionExpiration(gone -> gone.noncurrentDays(days)));
        if (rule.abortUnfinishedAfterDays().isPresent()
                || rule.removeEarlierVersionsAfterDays().isPresent()) {
            rules.add(leftovers.build());
        }
        return rules;
    }

    private static LifecycleRule.Builder rule(String id, LifecycleRuleFilter filter) {
        return LifecycleRule.builder().id(id).status(ExpirationStatus.ENABLED).filter(filter);
    }

    private static LifecycleRuleFilter filter(com.psc.attachments.storage.LifecycleRule rule) {
        return rule.minimumBytes()
                .map(bytes -> LifecycleRuleFilter.fromAnd(
                        and -> and.prefix(rule.prefix()).objectSizeGreaterThan(bytes - 1)))
                .orElseGet(() -> LifecycleRuleFilter.fromPrefix(rule.prefix()));
    }

    private static software.amazon.awssdk.services.s3.model.Transition ofS3(Transition transition) {
        return software.amazon.awssdk.services.s3.model.Transition.builder()
                .days(transition.days())
                .storageClass(transition.storageClass().name())
                .build();
    }

    private static Optional<com.psc.attachments.storage.LifecycleRule> own(List<LifecycleRule> rules) {
        Optional<LifecycleRule> ageing = named(AGEING, rules);
        Optional<LifecycleRule> leftovers = named(LEFTOVERS, rules);
        return ageing.or(() -> leftovers)
                .map(either -> new com.psc.attachments.storage.LifecycleRule(
                        prefix(either),
                        ageing.map(LifecycleRule::transitions).orElse(List.of()).stream()
                                .flatMap(transition -> ofS3(transition).stream())
                                .toList(),
                        ageing.flatMap(BucketLifecycle::minimumBytes),
                        leftovers
                                .map(LifecycleRule::abortIncompleteMultipartUpload)
                                .map(abort -> abort.daysAfterInitiation()),
                        leftovers
                                .map(LifecycleRule::noncurrentVersionExpiration)
                                .map(gone -> gone.noncurrentDays())));
    }

    private static Optional<LifecycleRule> named(String id, List<LifecycleRule> rules) {
        return rules.stream().filter(rule -> id.equals(rule.id())).findFirst();
    }

    /** What somebody made of our rule by hand is shown as far as we could have made it. */
    private static Optional<Transition> ofS3(software.amazon.awssdk.services.s3.model.Transition transition) {
        return StorageClass.named(String.valueOf(transition.storageClassAsString()))
                .filter(known -> transition.days() != null)
                .map(known -> new Transition(transition.days(), known));
    }

    /** The beginning of the names that the rule is about, however it is written. */
    static String prefix(LifecycleRule rule) {
        Optional<LifecycleRuleFilter> filter = Optional.ofNullable(rule.filter());
        return Optional.ofNullable(rule.prefix())
                .or(() -> filter.map(LifecycleRuleFilter::prefix))
                .or(() -> filter.map(LifecycleRuleFilter::and).map(and -> and.prefix()))
                .orElse("");
    }

    private static Optional<Long> minimumBytes(LifecycleRule rule) {
        return Optional.ofNullable(rule.filter())
                .map(LifecycleRuleFilter::and)
                .map(and -> and.objectSizeGreaterThan())
                .map(bytes -> bytes + 1);
    }
}
