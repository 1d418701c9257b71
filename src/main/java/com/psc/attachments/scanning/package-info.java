/**
 * Has files scanned for viruses while they arrive, by a clamd elsewhere. Knows no HTTP and no storage.
 */
@NullMarked
package com.psc.attachments.scanning;

import org.jspecify.annotations.NullMarked;
