@NullMarked
package com.psc.attachments.storage.s3;

import org.jspecify.annotations.NullMarked;
