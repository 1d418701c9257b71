@NullMarked
package com.psc.attachments.storage.local;

import org.jspecify.annotations.NullMarked;
