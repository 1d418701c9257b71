package com.psc.attachments.verification;

import com.psc.attachments.content.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A finding as clients see it. */
record FindingView(
        int attachmentId,
        int companyId,
        String state,
        String location,
        String reason,
        long expectedBytes,
        @Nullable String expectedSha256,
        @Nullable Long foundBytes,
        @Nullable String foundSha256,
        Instant foundAt) {

    static FindingView of(Finding finding) {
        return new FindingView(
                finding.attachmentId(),
                finding.company().value(),
                finding.state().label(),
                finding.location(),
                finding.reason(),
                finding.expectedBytes(),
                finding.expectedSha256().map(Sha256::hex).orElse(null),
                finding.found().map(Outcome.Content::length).orElse(null),
                finding.found().map(found -> found.sha256().hex()).orElse(null),
                finding.foundAt());
    }
}
