/**
 * Where bytes live. Knows keys, stores and streams; knows no attachment, no company and no HTTP.
 */
@NullMarked
package com.psc.attachments.storage;

import org.jspecify.annotations.NullMarked;
