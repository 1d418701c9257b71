/**
 * Who calls, what he may do, and whose files he may touch.
 */
@NullMarked
package com.psc.attachments.access;

import org.jspecify.annotations.NullMarked;
