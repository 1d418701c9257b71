@NullMarked
package com.psc.attachments.inspection;

import org.jspecify.annotations.NullMarked;
