package com.psc.attachments.scanning;

import com.psc.attachments.content.FileRefused;

/** The scanner takes no files as large as this one, or did not look at all of it for its size. */
public final class TooLargeToScan extends FileRefused {

    private static final long serialVersionUID = 1L;

    TooLargeToScan() {
        super("The file is larger than the virus scanner takes");
    }
}
