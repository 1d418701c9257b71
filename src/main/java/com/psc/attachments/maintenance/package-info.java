/**
 * What operators ask: how much there is, whose it is, what it costs, whether its store is fit, and what of it nobody needs.
 */
@NullMarked
package com.psc.attachments.maintenance;

import org.jspecify.annotations.NullMarked;
