package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import java.util.Optional;

/**
 * Which documents are to be imported.
 *
 * @param company whose; everybody's if empty
 */
record ImportOrder(Optional<CompanyId> company) {

    /** @throws InvalidParameter that names what is wrong */
    static ImportOrder of(Parameters parameters) {
        return new ImportOrder(
                parameters.value("company_id", CompanyId::of, "must be an integer that is not negative"));
    }
}
