@NullMarked
package com.psc.attachments.database;

import org.jspecify.annotations.NullMarked;
