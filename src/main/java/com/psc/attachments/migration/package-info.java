/**
 * Moves files from one backend to the other, and back: durable runs with a journal, a receipt and a way back.
 */
@NullMarked
package com.psc.attachments.migration;

import org.jspecify.annotations.NullMarked;
