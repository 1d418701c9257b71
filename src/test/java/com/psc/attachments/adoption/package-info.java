@NullMarked
package com.psc.attachments.adoption;

import org.jspecify.annotations.NullMarked;
