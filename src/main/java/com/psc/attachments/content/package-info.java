/**
 * What may be stored: the names that files may carry, the types that are accepted, how large each may be, and what
 * the first bytes of a file say about it. Knows no HTTP and no storage.
 */
@NullMarked
package com.psc.attachments.content;

import org.jspecify.annotations.NullMarked;
