package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import java.time.Instant;
import java.util.Optional;

/** Something that a run found wrong with a file. */
record Finding(
        int attachmentId,
        CompanyId company,
        FindingState state,
        String location,
        long expectedBytes,
        Optional<Sha256> expectedSha256,
        Optional<Outcome.Content> found,
        String reason,
        Instant foundAt) {}
