package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what is ordered. */
@Component
class VerificationOrders {

    private static final int LARGEST_SAMPLE = 100_000;
    private static final int MOST_IDS = 1_000;

    private final StorageBackends backends;

    VerificationOrders(StorageBackends backends) {
        this.backends = backends;
    }

    /** @throws InvalidParameter that names what is wrong */
    VerificationOrder of(Parameters parameters) {
        Optional<BackendName> backend = parameters.value(
                "storage_backend",
                text -> BackendName.labelled(text).orElseThrow(() -> new IllegalArgumentException(text)),
                "must be local or s3");
        backend.filter(name -> backends.named(name).isEmpty()).ifPresent(name -> {
            throw new InvalidParameter("storage_backend", "is " + name + ", which is not set up here: set S3_BUCKET");
        });
        Optional<CompanyId> company =
                parameters.value("company_id", CompanyId::of, "must be an integer that is not negative");
        Optional<Integer> sample = parameters.value("sample", VerificationOrders::count, "must be a number of files");
        if (sample.filter(count -> count < 1 || count > LARGEST_SAMPLE).isPresent()) {
            throw new InvalidParameter("sample", "must be from 1 to " + LARGEST_SAMPLE);
        }
        List<Integer> ids = parameters.values("ids", Integer::valueOf, "must be ids of attachments").stream()
                .distinct()
                .toList();
        if (ids.size() > MOST_IDS) {
            throw new InvalidParameter("ids", "must be at most " + MOST_IDS);
        }
        if (!ids.isEmpty() && (backend.isPresent() || company.isPresent() || sample.isPresent())) {
            throw new InvalidParameter("ids", "says which files alone, without anything else");
        }
        return new VerificationOrder(backend, company, sample, ids);
    }

    private static int count(String text) {
        return Integer.parseInt(text);
    }
}
