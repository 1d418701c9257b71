/**
 * The service's PostgreSQL: the one that the settings name, or one of its own in {@code DATA_DIR}.
 */
@NullMarked
package com.psc.attachments.database;

import org.jspecify.annotations.NullMarked;
