/**
 * What all routes have in common: problems, request ids, deprecation notices, health.
 */
@NullMarked
package com.psc.attachments.web;

import org.jspecify.annotations.NullMarked;
