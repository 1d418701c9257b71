/** What becomes of files, and of the service, when something breaks. The service runs in a process of its own. */
@NullMarked
package com.psc.attachments.failure;

import org.jspecify.annotations.NullMarked;
