package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import java.util.Optional;

/**
 * Which files are to be moved where.
 *
 * @param company whose files; empty for every company's
 */
record MigrationOrder(BackendName source, BackendName target, Optional<CompanyId> company) {}
