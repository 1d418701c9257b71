package com.psc.attachments.failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tests measure, for whoever reads the log of the build. */
public final class Figures {

    private static final Logger log = LoggerFactory.getLogger(Figures.class);

    private Figures() {}

    public static void tell(String format, Object... figures) {
        log.info(String.format(format, figures));
    }
}
