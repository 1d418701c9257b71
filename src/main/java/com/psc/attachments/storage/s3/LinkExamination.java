package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageLocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** What an object's address gives to those who have a signed link, and to those who have none. */
final class LinkExamination {

    private static final String DISPOSITION = "attachment; filename=\"probe\"";
    private static final String ALLOW_BLOCK = "Block public access to the bucket (s3:PutBucketPublicAccessBlock)";

    private record Answer(int status, String disposition, byte[] body) {}

    private final Examination examination;
    private final StorageLocation.S3 target;

    LinkExamination(Examination examination, StorageLocation.S3 target) {
        this.examination = examination;
        this.target = target;
    }

    void examine() {
        examination.findings().of(Subject.PRESIGNED_GET, () -> signed(link()));
        examination.findings().of(Subject.PUBLIC_ACCESS, () -> unsigned(link()));
    }

    private URI link() {
        return new S3Links(examination.settings(), examination.clients().credentials(), examination.clock())
                .presign(target, Duration.ofMinutes(1), DISPOSITION, "text/plain", "private, no-cache")
                .url();
    }

    private static Finding signed(URI link) {
        String host = link.getScheme() + "://" + link.getAuthority();
        String remedy = "Set S3_PUBLIC_ENDPOINT to the address of the store that clients reach";
        try {
            Answer answer = get(link);
            boolean right = answer.status() == 200 && Arrays.equals(answer.body(), ProbeContent.bytes());
            if (!right) {
                return Finding.failed(host + " answers " + answer.status() + " to a signed link", remedy);
            }
            return answer.disposition().equals(DISPOSITION)
                    ? Finding.passed(host + " gives the file")
                    : Finding.failed(
                            host + " gives the file, but not under its name",
                            "Use a store that knows response-content-disposition");
        } catch (IOException e) {
            return Finding.failed(
                    host + " cannot be reached from here: " + e.getClass().getSimpleName(), remedy);
        }
    }

    private Finding unsigned(URI link) {
        Optional<Integer> status = statusWithoutSignature(link);
        if (status.filter(answered -> answered == 200).isPresent()) {
            return Finding.failed("Anybody can read files without a signature", ALLOW_BLOCK);
        }
        S3Client client = examination.asking();
        try {
            PublicAccessBlockConfiguration block = Attempts.once(
                            S3Action.GET_PUBLIC_ACCESS,
                            examination.bucket(),
                            () -> client.getPublicAccessBlock(ask -> ask.bucket(examination.bucket())))
                    .publicAccessBlockConfiguration();
            return PublicAccessStep.isBlocked(block) ? Finding.passed("Public access is blocked") : notBlocked();
        } catch (RequestFailed e) {
            if (e.code().filter("NoSuchPublicAccessBlockConfiguration"::equals).isPresent()) {
                return notBlocked();
            }
            Finding finding = Finding.ofOptional(e);
            return status.map(refused -> new Finding(
                            finding.status(),
                            "Nobody can read files without a signature. " + finding.detail(),
                            finding.remedy()))
                    .orElse(finding);
        }
    }

    private static Finding notBlocked() {
        return Finding.failed(
                "Nothing keeps a policy or an access list from opening the bucket to anybody", ALLOW_BLOCK);
    }

    private static Optional<Integer> statusWithoutSignature(URI link) {
        try {
            URI unsigned = new URI(link.getScheme(), link.getAuthority(), link.getPath(), null, null);
            return Optional.of(get(unsigned).status());
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Answer get(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) S3Clients.HURRY.toMillis());
        connection.setReadTimeout((int) S3Clients.HURRY.toMillis());
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            String disposition = Optional.ofNullable(connection.getHeaderField("Content-Disposition"))
                    .orElse("");
            if (status != 200) {
                return new Answer(status, disposition, new byte[0]);
            }
            try (InputStream body = connection.getInputStream()) {
                return new Answer(status, disposition, body.readNBytes(2 * ProbeContent.LENGTH));
            }
        } finally {
            connection.disconnect();
        }
    }
}
