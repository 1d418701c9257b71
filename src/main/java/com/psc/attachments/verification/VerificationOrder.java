package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import java.util.Optional;

/**
 * Which files are to be verified.
 *
 * @param backend where they lie; wherever if empty
 * @param company whose they are; everybody's if empty
 * @param sample how many are to be drawn; all if empty
 * @param ids only these; all if empty
 */
record VerificationOrder(
        Optional<BackendName> backend, Optional<CompanyId> company, Optional<Integer> sample, List<Integer> ids) {

    static final VerificationOrder EVERYTHING =
            new VerificationOrder(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    boolean isOfSome() {
        return sample.isPresent() || !ids.isEmpty();
    }
}
