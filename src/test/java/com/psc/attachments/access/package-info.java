@NullMarked
package com.psc.attachments.access;

import org.jspecify.annotations.NullMarked;
