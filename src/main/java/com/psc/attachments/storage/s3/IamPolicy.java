package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.s3.S3Action.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The smallest policy with which everything works, as
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">IAM</a> takes it.
 */
final class IamPolicy {

    private IamPolicy() {}

    /** @param prefix of the names of files */
    static Map<String, Object> of(S3Settings settings, String prefix) {
        String bucket = bucketArn(settings);
        List<Map<String, Object>> statements = new ArrayList<>();
        statements.add(statement("Bucket", Scope.BUCKET, bucket));
        statements.add(
                statement("Files", Scope.FILES, bucket + "/" + prefix + "*", bucket + "/" + StoreMarker.FOLDER + "*"));
        statements.add(statement("Configuration", Scope.CONFIGURATION, bucket));
        statements.add(statement("Probes", Scope.PROBES, bucket + "/" + StoreMarker.FOLDER + "*"));
        if (settings.sse() == Encryption.Kind.AWS_KMS) {
            statements.add(allow("Key", List.of("kms:GenerateDataKey", "kms:Decrypt"), List.of(key(settings))));
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return policy;
    }

    static String bucketArn(S3Settings settings) {
        return "arn:" + partition(settings.region()) + ":s3:::" + settings.bucket();
    }

    private static Map<String, Object> statement(String id, Scope scope, String... resources) {
        List<String> actions = Arrays.stream(S3Action.values())
                .filter(action -> action.scope() == scope)
                .map(S3Action::iamAction)
                .distinct()
                .toList();
        return allow(id, actions, List.of(resources));
    }

    private static Map<String, Object> allow(String id, List<String> actions, List<String> resources) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", id);
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", resources);
        return statement;
    }

    /** A policy can name a key only by its ARN. */
    private static String key(S3Settings settings) {
        Optional<String> arn = settings.kmsKeyId().filter(key -> key.startsWith("arn:"));
        return arn.orElse("arn:" + partition(settings.region()) + ":kms:" + settings.region() + ":*:key/*");
    }

    static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
