package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;

/** The invoice, expense, payroll or bank statement that a document belongs to. */
record EntityReference(EntityType type, int entityId, CompanyId company) {}
