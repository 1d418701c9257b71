@NullMarked
package com.psc.attachments;

import org.jspecify.annotations.NullMarked;
