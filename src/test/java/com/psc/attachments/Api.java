package com.psc.attachments;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service, as plain as curl. */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String base;
    private final List<String> headers;

    public Api(int port) {
        this(port, List.of());
    }

    private Api(int port, List<String> headers) {
        this.port = port;
        this.base = "http://127.0.0.1:" + port;
        this.headers = headers;
    }

    /** The same for whoever has that token. */
    public Api with(String token) {
        return new Api(port, List.of("Authorization", "Bearer " + token));
    }

    /** An answer with a body that is small enough to look at. */
    public record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** What a problem says in words. */
        public String detail() {
            return json().get("detail").asString();
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** A connection of its own, for requests that no proper client sends. */
    public Wire wire() {
        return new Wire(port);
    }

    public HttpRequest.Builder request(String path) {
        URI uri = URI.create(path.startsWith("http") ? path : base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The body of a file of any length, which must be there. The caller closes it. */
    public InputStream open(String path) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("Download answered " + response.statusCode());
            }
            return response.body();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer head(String path) {
        return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer postJson(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public Answer putForm(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(HttpRequest.BodyPublishers.ofString(form)));
    }

    public Answer put(String path, byte[] content, String... headers) {
        HttpRequest.Builder request = request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(content));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer post(String path, Form form, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", form.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Stores a file for invoice 7 of company 1 and gives the answer's body. */
    public JsonNode upload(String filename, byte[] content) {
        return upload("entity_type=invoice&entity_id=7&company_id=1", filename, content);
    }

    public JsonNode upload(String query, String filename, byte[] content) {
        Answer answer = post("/attachments/upload?" + query, new Form().file(filename, content));
        if (answer.status() != 200) {
            throw new AssertionError("Upload answered " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        // Whatever begins like a program is refused; these are to be plain data.
        System.arraycopy("%PDF".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, Math.min(4, length));
        return bytes;
    }

    /** A multipart form, written as curl writes it, in the order of the calls. */
    public static final class Form {

        private static final String BOUNDARY = "------------------------d74496d66958873e";
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        public Form field(String name, String value) {
            return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        }

        public Form file(String filename, byte[] content) {
            return part(
                    "form-data; name=\"file\"; filename=\""
                            + filename.replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                    content,
                    "Content-Type: application/octet-stream");
        }

        public Form part(String disposition, byte[] content, String... headers) {
            text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n");
            for (String header : headers) {
                text(header + "\r\n");
            }
            text("\r\n");
            body.writeBytes(content);
            text("\r\n");
            return this;
        }

        private void text(String text) {
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        public String contentType() {
            return "multipart/form-data; boundary=" + BOUNDARY;
        }

        public byte[] bytes() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(body.toByteArray());
            whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
            return whole.toByteArray();
        }
    }
}
