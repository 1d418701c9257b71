/**
 * The commands of the jar: how they are read, what is started for them, where they print and how they end. What they do lies in
 * the modules that do it for HTTP calls too.
 */
@NullMarked
package com.psc.attachments.command;

import org.jspecify.annotations.NullMarked;
