package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Brings one upload of parts to its end, and gives up another. */
final class UploadExamination {

    private final Examination examination;
    private final S3Requests requests;

    UploadExamination(Examination examination, S3Requests requests) {
        this.examination = examination;
        this.requests = requests;
    }

    void examine() {
        examination.findings().of(Subject.MULTIPART, () -> {
            Finding completed = completed(examination.leavings().newTarget("completed"));
            return completed.remedy().isPresent()
                    ? completed
                    : aborted(examination.leavings().newTarget("aborted"));
        });
    }

    private Finding completed(StorageLocation.S3 target) throws IOException {
        String id = create(target);
        try (PartBuffer content = ProbeContent.buffer()) {
            CompletedPart part = ask(S3Action.UPLOAD_PART, () -> requests.uploadPart(target, id, 1, content));
            CompleteMultipartUploadResponse answer = ask(
                    S3Action.COMPLETE_UPLOAD,
                    () -> requests.completeUpload(target, id, List.of(part), Existing.IS_NOT_ASKED_ABOUT));
            examination.leavings().ended(target, id);
            examination.leavings().keepsVersion(target, answer.versionId());
        }
        return Arrays.equals(examination.read(target, requests.checksums(), ask -> {}), ProbeContent.bytes())
                ? Finding.passed("The parts came back as one")
                : Finding.failed("Other bytes came back than the parts had", "Set S3_CHECKSUM_MODE=auto");
    }

    private Finding aborted(StorageLocation.S3 target) {
        String id = create(target);
        if (!isListed(target, id)) {
            return Finding.failed(
                    "The store does not list an upload that is under way",
                    "Have the store remove unfinished uploads by itself: the service cannot find them");
        }
        ask(S3Action.ABORT_UPLOAD, () -> {
            requests.abortUpload(target, id);
            return id;
        });
        if (isListed(target, id)) {
            return Finding.failed("An upload that was aborted is still there", "See why the store keeps it");
        }
        examination.leavings().ended(target, id);
        return Finding.passed("An upload of parts was completed, another aborted");
    }

    private String create(StorageLocation.S3 target) {
        examination.leavings().begins(target);
        String id = ask(
                S3Action.CREATE_UPLOAD, () -> requests.createUpload(target, Description.ofProbe(WriteToken.random())));
        examination.leavings().began(target, id);
        return id;
    }

    private boolean isListed(StorageLocation.S3 target, String id) {
        try (Stream<MultipartUpload> uploads =
                UnfinishedUploads.in(target.bucket(), target.key().value(), examination.asking())) {
            return uploads.anyMatch(upload -> upload.uploadId().equals(id));
        }
    }

    private <T> T ask(S3Action action, Supplier<T> request) {
        return Attempts.once(action, examination.bucket(), request);
    }
}
