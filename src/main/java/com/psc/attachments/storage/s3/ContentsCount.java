package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Contents;
import com.psc.attachments.storage.Diagnosis.Extent;
import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.s3.PageByPage.Page;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Counts what lies below a prefix, as far as it comes until it is interrupted. */
final class ContentsCount {

    private final Examination examination;
    private final String prefix;
    private Optional<ListObjectsV2Request> next;
    private volatile Optional<Contents> soFar = Optional.empty();

    ContentsCount(Examination examination, String prefix) {
        this.examination = examination;
        this.prefix = prefix;
        this.next = Optional.of(BucketListing.first(examination.bucket(), prefix));
    }

    /** Empty if the store does not list. */
    Optional<Contents> soFar() {
        return soFar;
    }

    void count() {
        boolean listed = examination.findings().of(Subject.LIST, () -> {
            addPage();
            return Finding.passed("What lies below " + prefix + " is listed");
        });
        while (listed && next.isPresent() && !Thread.currentThread().isInterrupted()) {
            try {
                addPage();
            } catch (RequestFailed e) {
                return;
            }
        }
    }

    private void addPage() {
        Page<ListedObject, ListObjectsV2Request> page = BucketListing.page(next.orElseThrow(), examination.asking());
        next = page.next();
        Contents before = soFar.orElse(new Contents(0, 0, Extent.THE_FIRST));
        soFar = Optional.of(new Contents(
                before.files() + page.entries().size(),
                before.bytes()
                        + page.entries().stream()
                                .mapToLong(ListedObject::length)
                                .sum(),
                next.isPresent() ? Extent.THE_FIRST : Extent.ALL));
    }
}
