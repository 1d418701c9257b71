/**
 * Every setting by the name it has in the environment and in {@code .env}, and how each reaches the typed settings.
 */
@NullMarked
package com.psc.attachments.settings;

import org.jspecify.annotations.NullMarked;
