package com.psc.attachments.storage.s3;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Keys that the settings name, rather than the machine's surroundings. Never printed. */
record AccessKeys(String id, String secret, Optional<String> sessionToken) {

    AwsCredentials credentials() {
        return sessionToken
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }

    @Override
    public String toString() {
        return "AccessKeys[" + id + "]";
    }
}
