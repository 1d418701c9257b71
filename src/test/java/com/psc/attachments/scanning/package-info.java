@NullMarked
package com.psc.attachments.scanning;

import org.jspecify.annotations.NullMarked;
