package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.StorageLocation;

/**
 * The wish that an attachment's row name another place, where the same bytes lie.
 *
 * @param sha256 of the bytes; recorded if the row has none
 */
public record FileMove(int attachmentId, StorageLocation from, StorageLocation to, Sha256 sha256) {}
