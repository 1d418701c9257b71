/**
 * Durable background work: what is scheduled here is done even if the instance that does it dies, by one that lives.
 */
@NullMarked
package com.psc.attachments.job;

import org.jspecify.annotations.NullMarked;
