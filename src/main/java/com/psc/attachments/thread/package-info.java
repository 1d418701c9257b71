/**
 * Threads for work that goes on beside the requests.
 */
@NullMarked
package com.psc.attachments.thread;

import org.jspecify.annotations.NullMarked;
