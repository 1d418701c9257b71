package com.psc.attachments.settings;

import java.util.Map;

/**
 * What the AWS SDK finds in the environment by itself, but not in {@code .env}: handed to it as the system properties that it
 * knows. What it finds already stays.
 */
final class AwsSystemProperties {

    private static final Map<Setting, String> KEYS = Map.of(
            Setting.AWS_ACCESS_KEY_ID, "aws.accessKeyId",
            Setting.AWS_SECRET_ACCESS_KEY, "aws.secretAccessKey",
            Setting.AWS_SESSION_TOKEN, "aws.sessionToken");

    private static final Map<Setting, String> OTHERS =
            Map.of(Setting.AWS_PROFILE, "aws.profile", Setting.AWS_REGION, "aws.region");

    private AwsSystemProperties() {}

    static void set(GivenSettings environment, GivenSettings file) {
        // A key of one place does not fit the secret or the token of another.
        if (KEYS.entrySet().stream()
                .allMatch(key ->
                        environment.value(key.getKey()).isEmpty() && System.getProperty(key.getValue()) == null)) {
            KEYS.forEach((setting, property) -> offer(setting, property, file));
        }
        OTHERS.forEach((setting, property) -> {
            if (environment.value(setting).isEmpty() && System.getProperty(property) == null) {
                offer(setting, property, file);
            }
        });
    }

    private static void offer(Setting setting, String property, GivenSettings file) {
        file.value(setting).ifPresent(value -> System.setProperty(property, value));
    }
}
