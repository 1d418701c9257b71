@NullMarked
package com.psc.attachments.verification;

import org.jspecify.annotations.NullMarked;
