package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.s3.S3Fixture.SettingsBuilder;
import java.net.URI;
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
        assertThat(settings.encryption()).isEqualTo(Encryption.AES256);
        assertThat(settings.startupCheck()).isEqualTo(StartupCheck.FAIL);
        assertThat(settings.keys()).isEmpty();
    }

    @Test
    void anEmptyTextCountsAsUnset() {
        SettingsBuilder empty = new SettingsBuilder();
        for (String name : new String[] {
            "bucket",
            "region",
            "endpoint",
            "pathStyle",
            "checksumMode",
            "sse",
            "kmsKeyId",
            "publicEndpoint",
            "expectedOwner",
            "startupCheck",
            "accessKeyId",
            "secretAccessKey",
            "sessionToken",
            "profile"
        }) {
            empty.with(name, " ");
        }

        assertThat(empty.build()).isEqualTo(new SettingsBuilder().build());
    }

    @Test
    void anEndpointIsAddressedByPathUnlessToldOtherwise() {
        SettingsBuilder settings = new SettingsBuilder().with("endpoint", "http://localhost:4566");

        assertThat(settings.build().addressing()).isEqualTo(Addressing.PATH);
        assertThat(settings.build().endpoint()).contains(URI.create("http://localhost:4566"));
        assertThat(settings.with("pathStyle", "FALSE").build().addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
    }

    @Test
    void keysAreNeverPrinted() {
        S3Settings settings = new SettingsBuilder()
                .with("accessKeyId", "AKIAEXAMPLE")
                .with("secretAccessKey", "hush")
                .with("sessionToken", "whisper")
                .build();

        assertThat(settings.toString()).doesNotContain("hush").doesNotContain("whisper");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bucket | a/b | S3_BUCKET",
                "region | eu central | AWS_REGION",
                "endpoint | localhost:9000 | S3_ENDPOINT",
                "endpoint | ftp://host | S3_ENDPOINT",
                "endpoint | http://a b | S3_ENDPOINT",
                "endpoint | http://user:secret@host | S3_ENDPOINT",
                "publicEndpoint | files.example.org | S3_PUBLIC_ENDPOINT",
                "pathStyle | yes | S3_PATH_STYLE",
                "checksumMode | never | S3_CHECKSUM_MODE",
                "sse | AES | S3_SSE",
                "kmsKeyId | key | S3_KMS_KEY_ID",
                "expectedOwner | 12345 | S3_EXPECTED_OWNER",
                "startupCheck | maybe | S3_STARTUP_CHECK",
                "accessKeyId | AKIA | AWS_SECRET_ACCESS_KEY"
            })
    void aWrongValueNamesTheSetting(String name, String value, String setting) {
        SettingsBuilder settings = new SettingsBuilder().with(name, value);

        assertThatThrownBy(settings::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting);
    }

    @Test
    void aWrongChoiceSaysWhatThereIs() {
        assertThatThrownBy(() -> new SettingsBuilder().with("checksumMode", "x").build())
                .hasMessage("S3_CHECKSUM_MODE is \"x\"; it takes one of auto, when_supported, when_required");
    }

    @Test
    void aKeyOfTheKeyServiceGoesWithItsEncryption() {
        S3Settings settings = new SettingsBuilder()
                .with("sse", "aws:kms")
                .with("kmsKeyId", "alias/files")
                .build();

        assertThat(settings.encryption().kmsKeyId()).contains("alias/files");
    }
}
