package com.psc.attachments.storage.s3;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.IamClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who has credentials, and which policies he has: Amazon's, or those of another store, which answers such questions where it
 * answers all others, if it knows them at all. Methods throw {@link RequestFailed}.
 */
final class Accounts implements AutoCloseable {

    private static final Pattern PRINCIPAL = Pattern.compile("arn:[^:]*:(?:iam|sts)::[^:]*:(user|assumed-role)/(.+)");

    /** Whose the credentials are, as {@code arn:aws:iam::111122223333:user/name} says it. */
    record Identity(String account, String arn) {

        /** Who could be given a policy; empty if that is neither a user nor a role. */
        Optional<Holder> holder() {
            Matcher principal = PRINCIPAL.matcher(arn);
            if (!principal.matches()) {
                return Optional.empty();
            }
            String name = principal.group(2);
            // Users have a path before their name; roles are followed by the name of their session.
            return Optional.of(
                    principal.group(1).equals("user")
                            ? new Holder(Kind.USER, name.substring(name.lastIndexOf('/') + 1))
                            : new Holder(Kind.ROLE, name.replaceFirst("/.*", "")));
        }
    }

    enum Kind {
        USER,
        ROLE
    }

    /** A user or a role, which has policies. */
    record Holder(Kind kind, String name) {

        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + name;
        }
    }

    private final String bucket;
    private final SdkHttpClient connections = Apache5HttpClient.builder()
            .connectionTimeout(S3Clients.HURRY)
            .socketTimeout(S3Clients.SILENCE)
            .dnsResolver(new StoreAddresses())
            .build();
    private final StsClient sts;
    private final IamClient iam;

    Accounts(S3Settings settings, AwsCredentialsProvider credentials) {
        this.bucket = settings.bucket();
        Optional<URI> elsewhere = settings.isAmazons() ? Optional.empty() : settings.endpoint();
        StsClientBuilder stsBuilder = StsClient.builder()
                .httpClient(connections)
                .credentialsProvider(credentials)
                .region(Region.of(settings.region()))
                .overrideConfiguration(patiently());
        elsewhere.ifPresent(stsBuilder::endpointOverride);
        sts = stsBuilder.build();
        IamClientBuilder iamBuilder = IamClient.builder()
                .httpClient(connections)
                .credentialsProvider(credentials)
                .region(Region.of(IamPolicy.partition(settings.region()) + "-global"))
                .overrideConfiguration(patiently());
        elsewhere.ifPresent(iamBuilder::endpointOverride);
        iam = iamBuilder.build();
    }

    private static ClientOverrideConfiguration patiently() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build();
    }

    Identity identity() {
        GetCallerIdentityResponse answer = ask(S3Action.IDENTIFY, sts::getCallerIdentity);
        return new Identity(String.valueOf(answer.account()), String.valueOf(answer.arn()));
    }

    /** The policy of that name that somebody has himself, as JSON; empty if he has none, or the store does not show it. */
    Optional<String> policy(Holder holder, String name) {
        try {
            Optional<String> document = Optional.ofNullable(
                    switch (holder.kind()) {
                        case USER ->
                            ask(
                                            S3Action.GET_USER_POLICY,
                                            () -> iam.getUserPolicy(get ->
                                                    get.userName(holder.name()).policyName(name)))
                                    .policyDocument();
                        case ROLE ->
                            ask(
                                            S3Action.GET_ROLE_POLICY,
                                            () -> iam.getRolePolicy(get ->
                                                    get.roleName(holder.name()).policyName(name)))
                                    .policyDocument();
                    });
            // Amazon writes it as a part of a URL, others as it is; JSON begins with no percent sign.
            return document.map(text -> text.startsWith("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text);
        } catch (RequestFailed e) {
            // Not by its code, which Ceph writes otherwise. Whether it is the policy or its holder that is missing,
            // giving tells.
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Gives somebody a policy, in the place of his earlier one of that name. */
    void give(Holder holder, String name, String policy) {
        switch (holder.kind()) {
            case USER ->
                ask(
                        S3Action.PUT_USER_POLICY,
                        () -> iam.putUserPolicy(put ->
                                put.userName(holder.name()).policyName(name).policyDocument(policy)));
            case ROLE ->
                ask(
                        S3Action.PUT_ROLE_POLICY,
                        () -> iam.putRolePolicy(put ->
                                put.roleName(holder.name()).policyName(name).policyDocument(policy)));
        }
    }

    private <T> T ask(S3Action action, Supplier<T> request) {
        return Attempts.repeatedly(action, bucket, request);
    }

    @Override
    public void close() {
        sts.close();
        iam.close();
        connections.close();
    }
}
