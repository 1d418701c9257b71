/**
 * Reads files again, to see whether they are what was stored: runs that operators start, and those that a schedule does.
 */
@NullMarked
package com.psc.attachments.verification;

import org.jspecify.annotations.NullMarked;
