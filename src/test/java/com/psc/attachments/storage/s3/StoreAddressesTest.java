package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No store lies where a cloud tells its machines their credentials. */
class StoreAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/",
                "http://169.254.170.2/v2/credentials",
                "http://169.254.0.1:9000",
                "https://[fe80::1]",
                "http://[febf::1]:9000",
                "http://[::ffff:169.254.169.254]",
                "http://[::ffff:a9fe:a9fe]",
                "http://[::169.254.169.254]",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[fd00:ec2::254]",
                "http://[fd00:0ec2:0:0:0:0:0:23]"
            })
    void aLinkLocalAddressEndsTheStart(String url) {
        assertThatThrownBy(() -> StoreAddresses.require("S3_ENDPOINT", URI.create(url)))
                .hasMessageStartingWith("S3_ENDPOINT is \"" + url)
                .hasMessageContaining("link-local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2852039166", "169.254.43518", "0xA9FEA9FE", "0251.0376.0251.0376", "0xa9.254.0xa9.254"})
    void anotherWayToWriteOneIsNotConnectedTo(String host) {
        assertThatThrownBy(() -> new StoreAddresses().resolve(host)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9000",
                "http://192.168.1.7:9000",
                "http://[::1]:9000",
                "http://[fd12:3456::1]",
                "http://localhost:4566",
                "https://store.invalid"
            })
    void allOthersAreTaken(String url) {
        assertThatCode(() -> StoreAddresses.require("S3_ENDPOINT", URI.create(url)))
                .doesNotThrowAnyException();
    }
}
