package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.PresignedLinks;
import com.psc.attachments.storage.PresignedLinks.PresignedLink;
import com.psc.attachments.storage.StorageLocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class S3LinksTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static S3Fixture s3;
    private static StorageLocation location;

    @BeforeAll
    static void open() {
        S3Server server = S3Server.shared();
        s3 = S3Fixture.of(server.endpoint(), server.newBucket());
        location = s3.backend.locate(new ObjectKey("links/Счёт 1+1.txt"));
        s3.backend.write(location, NewObject.of(new ByteArrayInputStream("linked".getBytes(UTF_8)), "text/plain"));
    }

    @AfterAll
    static void close() {
        s3.close();
        S3Server.shared().deleteBucket(s3.settings.bucket());
    }

    @Test
    void aLinkWorksForAnyClientAndCarriesDispositionAndType() throws Exception {
        PresignedLink link = links().presign(
                        location, HOUR, "attachment; filename=\"a.txt\"", "application/pdf", "private, no-cache");

        HttpResponse<String> answer = get(link.url());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("linked");
        assertThat(answer.headers().firstValue("content-disposition")).contains("attachment; filename=\"a.txt\"");
        assertThat(answer.headers().firstValue("content-type")).contains("application/pdf");
        assertThat(Duration.between(Instant.now(), link.expiresAt()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    @Test
    void aChangedLinkIsRefused() throws Exception {
        PresignedLink link = links().presign(location, HOUR, "attachment", "text/plain", "private, no-cache");

        URI another = URI.create(link.url().toString().replace("links/", "link5/"));

        assertThat(get(another).statusCode()).isEqualTo(403);
    }

    @Test
    void anExpiredLinkIsRefused() throws Exception {
        PresignedLink link =
                links().presign(location, Duration.ofSeconds(1), "attachment", "text/plain", "private, no-cache");

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int status = get(link.url()).statusCode();
        while (status == 200 && System.nanoTime() < deadline) {
            status = get(link.url()).statusCode();
        }

        assertThat(status).isEqualTo(403);
        assertThat(Instant.now()).isAfter(link.expiresAt());
    }

    @Test
    void aLinkNamesThePublicHost() {
        S3Settings settings = S3Fixture.settings(S3Server.shared().endpoint(), "files")
                .with("public-endpoint", "https://files.example.org")
                .build();

        PresignedLink link = new S3Links(settings, s3.clients.credentials(), Clock.systemUTC())
                .presign(
                        StorageLocation.s3("files", new ObjectKey("a/b")),
                        HOUR,
                        "inline",
                        "text/plain",
                        "private, no-cache");

        assertThat(link.url().toString()).startsWith("https://files.example.org/files/a/b?");
    }

    @Test
    void aLinkNeverOutlivesTheCredentials() {
        Instant end = Instant.now().plus(Duration.ofMinutes(10));
        AwsSessionCredentials credentials = AwsSessionCredentials.builder()
                .accessKeyId("id")
                .secretAccessKey("secret")
                .sessionToken("token")
                .expirationTime(end)
                .build();

        PresignedLink link = new S3Links(s3.settings, () -> credentials, Clock.systemUTC())
                .presign(location, HOUR, "inline", "text/plain", "private, no-cache");

        assertThat(link.expiresAt()).isBeforeOrEqualTo(end).isAfter(end.minusSeconds(10));
    }

    private static PresignedLinks links() {
        return s3.backend.ability(PresignedLinks.class).orElseThrow();
    }

    private static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
}
