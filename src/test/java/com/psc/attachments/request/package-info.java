@NullMarked
package com.psc.attachments.request;

import org.jspecify.annotations.NullMarked;
