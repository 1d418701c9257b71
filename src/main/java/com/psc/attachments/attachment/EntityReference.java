package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;

/**
 * The invoice, expense, payroll or bank statement that a document belongs to.
 *
 * @throws InvalidParameter from the constructor, if the entity's number is negative
 */
record EntityReference(EntityType type, int entityId, CompanyId company) {

    EntityReference {
        if (entityId < 0) {
            throw new InvalidParameter("entity_id", "must not be negative");
        }
    }
}
