@NullMarked
package com.psc.attachments.storage;

import org.jspecify.annotations.NullMarked;
