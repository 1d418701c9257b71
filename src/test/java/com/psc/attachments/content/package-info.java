@NullMarked
package com.psc.attachments.content;

import org.jspecify.annotations.NullMarked;
