/**
 * The only code that deletes bytes: a durable queue of locations that nobody needs any more.
 */
@NullMarked
package com.psc.attachments.removal;

import org.jspecify.annotations.NullMarked;
