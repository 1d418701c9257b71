/**
 * Importing the documents that an installation from before the former backend's last years keeps in the table
 * {@code document_attachments}: in its rows, or in the folder {@code pdfs} below UPLOAD_DIR.
 */
@NullMarked
package com.psc.attachments.importing;

import org.jspecify.annotations.NullMarked;
