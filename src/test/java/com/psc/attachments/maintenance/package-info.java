@NullMarked
package com.psc.attachments.maintenance;

import org.jspecify.annotations.NullMarked;
