package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A service that is given a certificate speaks HTTPS, and nothing else. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String TARGET = "entity_type=invoice&entity_id=7&company_id=1";

    @TempDir
    private static Path folder;

    private static RunningService service;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        Path settings = folder.resolve("settings.env");
        Files.writeString(settings, """
                TLS_CERTIFICATE='%s'
                TLS_PRIVATE_KEY='%s'
                """.formatted(folder.resolve("service.crt"), folder.resolve("service.key")));
        KeyStore keys = newCertificate("first");
        service = RunningService.start(
                Surroundings.withoutBucket(),
                BackendName.LOCAL,
                "psc.env-file=" + settings,
                "spring.ssl.bundle.watch.file.quiet-period=200ms");
        client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Writes a key and its certificate where the service looks for them. */
    private static KeyStore newCertificate(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Files.writeString(
                folder.resolve("service.key"),
                pem("PRIVATE KEY", keys.getKey("service", PASSWORD).getEncoded()));
        Files.writeString(
                folder.resolve("service.crt"),
                pem("CERTIFICATE", keys.getCertificate("service").getEncoded()));
        return keys;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("service", keys.getCertificate("service"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + service.webServer().getPort() + path));
    }

    @Test
    void aFileComesBackWholeAndInParts() throws Exception {
        byte[] content = Api.randomBytes(3_000_000);
        int id = JsonMapper.shared()
                .readTree(send(request("/attachments?" + TARGET + "&filename=a.pdf")
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(content)))
                        .body())
                .get("id")
                .asInt();

        assertThat(send(request("/attachments/download/" + id)).body()).isEqualTo(content);
        // Read once, it comes straight from the disk where the connection allows that.
        assertThat(send(request("/attachments/download/" + id)).body()).isEqualTo(content);
        HttpResponse<byte[]> part =
                send(request("/attachments/download/" + id).header("Range", "bytes=1000000-2999998"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_999_999));
    }

    @Test
    void linksAreOfHttps() throws Exception {
        int id = JsonMapper.shared()
                .readTree(send(request("/attachments?" + TARGET + "&filename=a.pdf")
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[10])))
                        .body())
                .get("id")
                .asInt();
        byte[] link = send(request("/attachments/" + id + "/links").POST(HttpRequest.BodyPublishers.noBody()))
                .body();

        assertThat(JsonMapper.shared().readTree(link).get("url").asString()).startsWith("https://127.0.0.1:");
    }

    @Test
    void plainHttpIsNotAnswered() throws Exception {
        try (var socket = new java.net.Socket(
                InetAddress.getLoopbackAddress(), service.webServer().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("healthy");
        }
    }

    @Test
    void aNewCertificateIsTakenWithoutARestart() throws Exception {
        KeyStore renewed = newCertificate("renewed");

        await("the new certificate")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SSLException.class)
                .untilAsserted(() -> {
                    try (SSLSocket socket = (SSLSocket) trusting(renewed)
                            .getSocketFactory()
                            .createSocket("127.0.0.1", service.webServer().getPort())) {
                        socket.startHandshake();
                        X509Certificate shown =
                                (X509Certificate) socket.getSession().getPeerCertificates()[0];
                        assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=renewed");
                    }
                });
        client = HttpClient.newBuilder().sslContext(trusting(renewed)).build();
    }

    @Test
    void aCertificateWithoutItsKeyEndsTheStart() {
        assertThatThrownBy(() -> RunningService.start(
                        Surroundings.withoutBucket(),
                        BackendName.LOCAL,
                        "server.ssl.bundle=service",
                        "spring.ssl.bundle.pem.service.keystore.certificate=" + folder.resolve("service.crt")))
                .isNotNull();
    }
}
