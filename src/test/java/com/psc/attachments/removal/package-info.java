@NullMarked
package com.psc.attachments.removal;

import org.jspecify.annotations.NullMarked;
