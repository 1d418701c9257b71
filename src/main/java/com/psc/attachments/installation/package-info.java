/**
 * Which installation this is: one database, however many instances work on it.
 */
@NullMarked
package com.psc.attachments.installation;

import org.jspecify.annotations.NullMarked;
