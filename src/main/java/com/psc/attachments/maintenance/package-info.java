/**
 * What operators ask: how much there is, whose it is, and what it costs.
 */
@NullMarked
package com.psc.attachments.maintenance;

import org.jspecify.annotations.NullMarked;
