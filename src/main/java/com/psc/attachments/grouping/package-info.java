/**
 * Work that costs the same for many as for one, done for many at once.
 */
@NullMarked
package com.psc.attachments.grouping;

import org.jspecify.annotations.NullMarked;
