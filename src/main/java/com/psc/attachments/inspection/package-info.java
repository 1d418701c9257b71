/**
 * Looks into files while they arrive: archives, office files, PDFs, images. Unpacks in memory only, piece by piece, and never
 * reads anything a second time. Knows no HTTP and no storage.
 */
@NullMarked
package com.psc.attachments.inspection;

import org.jspecify.annotations.NullMarked;
