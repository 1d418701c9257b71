@NullMarked
package com.psc.attachments.attachment;

import org.jspecify.annotations.NullMarked;
