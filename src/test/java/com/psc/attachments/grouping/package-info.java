@NullMarked
package com.psc.attachments.grouping;

import org.jspecify.annotations.NullMarked;
