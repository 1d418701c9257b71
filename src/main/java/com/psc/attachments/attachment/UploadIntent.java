package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;

/** The promise, on record before the first byte is stored, that a location belongs to an upload in progress. */
record UploadIntent(WriteToken token, CompanyId company, StorageLocation location) {}
