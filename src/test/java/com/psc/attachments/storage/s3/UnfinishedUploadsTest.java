package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.StorageFailure;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** How answers of stores are read that tell of unfinished uploads in ways of their own. */
class UnfinishedUploadsTest {

    private HttpServer server;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = S3Server.clientOf(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void namesThatAreEncodedWithoutSayingSoAreReadAsTheyAre() {
        answer(query -> query.contains("encoding-type=url") ? upload("a%20b%2Bc.pdf") : upload("a b+c.pdf"));

        assertThat(UnfinishedUploads.in("bucket", "", client))
                .extracting(MultipartUpload::key)
                .containsExactly("a b+c.pdf");
    }

    @Test
    void namesThatAreSaidToBeEncodedAreDecoded() {
        answer(query -> "<EncodingType>url</EncodingType>" + upload("a%20b%2525.pdf"));

        assertThat(UnfinishedUploads.in("bucket", "", client))
                .extracting(MultipartUpload::key)
                .containsExactly("a b%25.pdf");
    }

    @Test
    void namesOfAStoreThatDoesNotEncodeAreTakenAsTheyAre() {
        answer(query -> upload("50%25.pdf"));

        assertThat(UnfinishedUploads.in("bucket", "", client))
                .extracting(MultipartUpload::key)
                .containsExactly("50%25.pdf");
    }

    @Test
    void aListingThatNeverGoesOnEndsInAFailure() {
        answer(query -> "<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>"
                + "<NextUploadIdMarker>1</NextUploadIdMarker>" + upload("a"));

        assertThatThrownBy(() -> UnfinishedUploads.in("bucket", "", client).toList())
                .isInstanceOf(StorageFailure.class);
    }

    private void answer(UnaryOperator<String> content) {
        server.createContext("/", exchange -> {
            byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListMultipartUploadsResult>"
                            + content.apply(exchange.getRequestURI().getQuery()) + "</ListMultipartUploadsResult>")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String upload(String key) {
        return "<Upload><Key>" + key
                + "</Key><UploadId>1</UploadId><Initiated>2026-11-24T22:05:56.744Z</Initiated></Upload>";
    }
}
