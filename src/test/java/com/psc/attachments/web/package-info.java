@NullMarked
package com.psc.attachments.web;

import org.jspecify.annotations.NullMarked;
