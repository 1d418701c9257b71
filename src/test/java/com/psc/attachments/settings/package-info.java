@NullMarked
package com.psc.attachments.settings;

import org.jspecify.annotations.NullMarked;
