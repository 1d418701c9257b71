/**
 * What users do with their documents: upload, download, list, inspect, describe, delete, share.
 */
@NullMarked
package com.psc.attachments.attachment;

import org.jspecify.annotations.NullMarked;
