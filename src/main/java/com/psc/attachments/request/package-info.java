/**
 * What requests say, whatever they ask for: parameters, pages of lists, preferences. Knows no attachment and no store.
 */
@NullMarked
package com.psc.attachments.request;

import org.jspecify.annotations.NullMarked;
