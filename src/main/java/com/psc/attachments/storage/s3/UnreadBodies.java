package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.s3.StoreTraits.Comparison;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs a request whose body's checksum is among its headers without the body (<a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">UNSIGNED-PAYLOAD</a>), as the SDK does over
 * TLS. Over plain HTTP it would read each body twice, for a second digest. That protects from nobody: who can change bytes there
 * can as well answer in the store's name and keep none. Against accidents the store compares the checksum. Where it does not do so with
 * parts of an upload, these are signed with their bodies all the same.
 */
final class UnreadBodies implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {

    private static final String CHECKSUM = "x-amz-checksum-crc32";
    private static final String PART = "partNumber";

    private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
    private final Comparison comparison;

    /** @param comparison what the store compares: objects at least */
    UnreadBodies(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public String schemeId() {
        return scheme.schemeId();
    }

    @Override
    public @Nullable IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return scheme.identityProvider(providers);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        if (!isCompared(request.request())) {
            return scheme.signer().sign(request);
        }
        @Nullable ContentStreamProvider body = request.payload().orElse(null);
        SignRequest<? extends AwsCredentialsIdentity> withoutBody = request.toBuilder()
                .payload(null)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .build();
        return scheme.signer().sign(withoutBody).toBuilder().payload(body).build();
    }

    private boolean isCompared(SdkHttpRequest request) {
        boolean isPart = request.firstMatchingRawQueryParameter(PART).isPresent();
        return request.firstMatchingHeader(CHECKSUM).isPresent()
                && (!isPart || comparison == Comparison.OF_OBJECTS_AND_PARTS);
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return scheme.signer().signAsync(request);
    }
}
