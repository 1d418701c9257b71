package com.psc.attachments.failure;

import com.psc.attachments.Api;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** A file that costs no memory to send. */
record LargeFile(long length, long seed) {

    private static final String BOUNDARY = "a-boundary";

    /** How a file gets to the service. */
    enum Way {
        FORM,
        FORM_WITH_FIELDS_BEHIND_THE_FILE,
        BODY
    }

    String sha256() throws IOException {
        return Bytes.sha256(new Bytes(length, seed));
    }

    Api.Answer send(ServiceProcess service, Way way) {
        return service.api()
                .send(
                        switch (way) {
                            case FORM ->
                                form(service, "/attachments/upload?entity_type=invoice&entity_id=7&company_id=1", "");
                            case FORM_WITH_FIELDS_BEHIND_THE_FILE ->
                                form(
                                        service,
                                        "/attachments/upload",
                                        field("entity_type", "invoice")
                                                + field("entity_id", "7")
                                                + field("company_id", "1"));
                            case BODY ->
                                request(
                                        service,
                                        "/attachments?entity_type=invoice&entity_id=7&company_id=1&filename=large.zip",
                                        "PUT",
                                        "application/octet-stream",
                                        List.of(new Bytes(length, seed)),
                                        length);
                        });
    }

    private HttpRequest.Builder form(ServiceProcess service, String path, String fields) {
        byte[] before = ("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.zip\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] behind = (fields + "\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        return request(
                service,
                path,
                "POST",
                "multipart/form-data; boundary=" + BOUNDARY,
                List.of(new ByteArrayInputStream(before), new Bytes(length, seed), new ByteArrayInputStream(behind)),
                before.length + length + behind.length);
    }

    private static String field(String name, String value) {
        return "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    private static HttpRequest.Builder request(
            ServiceProcess service, String path, String method, String type, List<InputStream> body, long length) {
        InputStream content = new SequenceInputStream(Collections.enumeration(body));
        return service.api()
                .request(path)
                .timeout(Duration.ofMinutes(20))
                .header("Content-Type", type)
                .method(
                        method,
                        HttpRequest.BodyPublishers.fromPublisher(
                                HttpRequest.BodyPublishers.ofInputStream(() -> content), length));
    }
}
