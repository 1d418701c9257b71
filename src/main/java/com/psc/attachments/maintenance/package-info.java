/**
 * What operators ask: how much there is, whose it is, what it costs, and what of it nobody needs.
 */
@NullMarked
package com.psc.attachments.maintenance;

import org.jspecify.annotations.NullMarked;
