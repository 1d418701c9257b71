package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.NoBucket;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StoreOwnership;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what is ordered, and refuses what this installation cannot or must not do. */
@Component
class MigrationOrders {

    private final StorageBackends backends;
    private final StoreOwnership ownership;

    MigrationOrders(StorageBackends backends, StoreOwnership ownership) {
        this.backends = backends;
        this.ownership = ownership;
    }

    /**
     * @throws InvalidParameter if source and target are the same, or one of them is not set up here
     * @throws ForeignStore if the target is another installation's
     */
    MigrationOrder of(Parameters parameters) {
        BackendName source = backend("source", parameters);
        BackendName target = backend("target", parameters);
        if (source == target) {
            throw new InvalidParameter("target", "must be another one than source");
        }
        requireSetUp("source", source);
        requireSetUp("target", target);
        return order(source, target, parameters);
    }

    /**
     * The former call's, which names no source: all that lies elsewhere.
     *
     * @throws NoBucket if there is no S3 here
     * @throws ForeignStore if the target is another installation's
     */
    MigrationOrder to(BackendName target, Parameters parameters) {
        if (backends.named(BackendName.S3).isEmpty()) {
            throw new NoBucket();
        }
        return order(target == BackendName.S3 ? BackendName.LOCAL : BackendName.S3, target, parameters);
    }

    private MigrationOrder order(BackendName source, BackendName target, Parameters parameters) {
        Optional<CompanyId> company = parameters.value("company_id", CompanyId::of, "must be the number of a company");
        ownership.refuseForeign(backends.named(target).orElseThrow());
        return new MigrationOrder(source, target, company);
    }

    private static BackendName backend(String name, Parameters parameters) {
        return parameters.required(
                name,
                text -> BackendName.labelled(text).orElseThrow(() -> new IllegalArgumentException(text)),
                "must be local or s3");
    }

    private void requireSetUp(String parameter, BackendName name) {
        if (backends.named(name).isEmpty()) {
            throw new InvalidParameter(parameter, "is " + name + ", which is not set up here: set S3_BUCKET");
        }
    }
}
