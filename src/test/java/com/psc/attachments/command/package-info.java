@NullMarked
package com.psc.attachments.command;

import org.jspecify.annotations.NullMarked;
