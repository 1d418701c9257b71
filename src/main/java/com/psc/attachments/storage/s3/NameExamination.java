package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Writes an object whose name is not plain ASCII, and looks for it. */
final class NameExamination {

    private static final String NAME = "Счёт e\u0301 請求書 חשבונית 🧾 + 100%.txt";
    private static final String FIELD = "original_filename";

    private final Examination examination;
    private final S3Requests requests;

    NameExamination(Examination examination, S3Requests requests) {
        this.examination = examination;
        this.requests = requests;
    }

    void examine() {
        examination
                .findings()
                .of(Subject.NON_ASCII_NAMES, () -> kept(examination.leavings().newTarget("names/" + NAME)));
    }

    private Finding kept(StorageLocation.S3 target) throws IOException {
        Map<String, String> metadata = UserMetadata.encoded(Map.of(FIELD, NAME), WriteToken.random());
        String encoded = metadata.getOrDefault(FIELD, "");
        put(target, new Description("text/plain", metadata));
        if (!Arrays.equals(examination.read(target, requests.checksums(), ask -> {}), ProbeContent.bytes())) {
            return lost("The object of such a name came back with other bytes");
        }
        // Ceph writes the field's own name with hyphens.
        if (!head(target).metadata().containsValue(encoded)) {
            return lost("The name did not come back from the object's metadata");
        }
        return listed(target).contains(target.key().value())
                ? Finding.passed("Names in any writing are kept")
                : lost("The object is not listed under its name");
    }

    private static Finding lost(String detail) {
        return Finding.failed(detail, "Use a store that keeps names as they are");
    }

    private void put(StorageLocation.S3 target, Description description) {
        try (PartBuffer content = ProbeContent.buffer()) {
            PutObjectResponse answer = Attempts.once(
                    S3Action.PUT,
                    examination.bucket(),
                    () -> requests.put(target, description, content, Existing.IS_NOT_ASKED_ABOUT));
            examination.leavings().keepsVersion(target, answer.versionId());
        }
    }

    private HeadObjectResponse head(StorageLocation.S3 target) {
        S3Client client = examination.asking();
        return Attempts.once(
                S3Action.FIND,
                examination.bucket(),
                () -> client.headObject(
                        ask -> ask.bucket(target.bucket()).key(target.key().value())));
    }

    private List<String> listed(StorageLocation.S3 target) {
        S3Client client = examination.asking();
        String folder = target.key().value().substring(0, target.key().value().lastIndexOf('/') + 1);
        return Attempts.once(
                        S3Action.LIST,
                        examination.bucket(),
                        () -> client.listObjectsV2(ask ->
                                ask.bucket(target.bucket()).prefix(folder).encodingType(EncodingType.URL)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }
}
