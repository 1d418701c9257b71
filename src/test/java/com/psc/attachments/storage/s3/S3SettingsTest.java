package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.s3.S3Fixture.SettingsBuilder;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {

    @Test
    void nothingSetMeansAmazonAsFormerly() {
        S3Settings settings = new SettingsBuilder().build();

        assertThat(settings.bucket()).isEqualTo("psc-accounting");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.endpoint()).isEmpty();
        assertThat(settings.addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
        assertThat(settings.checksums()).isEqualTo(ChecksumMode.AUTO);
        assertThat(settings.encryption()).isEqualTo(Encryption.of(Encryption.Kind.AES256, Optional.empty()));
        assertThat(settings.startupCheck()).isEqualTo(StartupCheck.FAIL);
        assertThat(settings.keys()).isEmpty();
    }

    @Test
    void anEndpointIsAddressedByPathUnlessToldOtherwise() {
        SettingsBuilder settings = new SettingsBuilder().with("endpoint", "http://localhost:4566");

        assertThat(settings.build().addressing()).isEqualTo(Addressing.PATH);
        assertThat(settings.build().endpoint()).contains(URI.create("http://localhost:4566"));
        assertThat(settings.with("path-style", "FALSE").build().addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
    }

    @ParameterizedTest
    @CsvSource({"AES256, AES256", "aes256, AES256", "aws:kms, AWS_KMS", "AWS:KMS, AWS_KMS", "none, NONE"})
    void encryptionIsNamedAsS3NamesIt(String text, Encryption.Kind kind) {
        assertThat(new SettingsBuilder().with("sse", text).build().sse()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "when_supported, WHEN_SUPPORTED", "When_Required, WHEN_REQUIRED"})
    void checksumModesAreWrittenInAnyCase(String text, ChecksumMode mode) {
        assertThat(new SettingsBuilder().with("checksum-mode", text).build().checksums())
                .isEqualTo(mode);
    }

    @Test
    void keysAreNeverPrinted() {
        S3Settings settings = new SettingsBuilder()
                .with("access-key-id", "AKIAEXAMPLE")
                .with("secret-access-key", "hush")
                .with("session-token", "whisper")
                .build();

        assertThat(settings.toString()).doesNotContain("hush").doesNotContain("whisper");
        assertThat(settings.keys().orElseThrow().toString())
                .doesNotContain("hush")
                .doesNotContain("whisper");
    }

    @Test
    void aKeyOfTheKeyServiceGoesWithItsEncryption() {
        S3Settings settings = new SettingsBuilder()
                .with("sse", "aws:kms")
                .with("kms-key-id", "alias/files")
                .build();

        assertThat(settings.encryption().kmsKeyId()).contains("alias/files");
    }

    @Test
    void aKeyOfTheKeyServiceGoesWithNoOtherEncryption() {
        assertThatThrownBy(() ->
                        new SettingsBuilder().with("kms-key-id", "alias/files").build())
                .rootCause()
                .hasMessage("S3_KMS_KEY_ID is set; it needs S3_SSE=aws:kms.");
    }

    @ParameterizedTest
    @CsvSource({"access-key-id", "secret-access-key"})
    void aKeyAndItsSecretGoTogether(String alone) {
        assertThatThrownBy(() -> new SettingsBuilder().with(alone, "value").build())
                .rootCause()
                .hasMessage("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; only one of them is set.");
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.eu-central-1.amazonaws.com, true",
        "https://bucket.vpce-1a2b.s3.eu-central-1.vpce.amazonaws.com, true",
        "https://s3.cn-north-1.amazonaws.com.cn, true",
        "https://amazonaws.com.example.org, false",
        "http://localhost:4566, false"
    })
    void anAddressOfAmazonsStillMeansAmazon(URI endpoint, boolean amazons) {
        S3Settings settings =
                new SettingsBuilder().with("endpoint", endpoint.toString()).build();

        assertThat(settings.isAmazons()).isEqualTo(amazons);
        assertThat(new SettingsBuilder().build().isAmazons()).isTrue();
    }
}
