@NullMarked
package com.psc.attachments.migration;

import org.jspecify.annotations.NullMarked;
