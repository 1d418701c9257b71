package com.psc.attachments.content;

/** A file that has more bytes than files of its type may have. */
public class FileTooLarge extends FileRefused {

    private static final long serialVersionUID = 1L;

    private final String extension;
    private final long limit;

    FileTooLarge(String extension, long limit) {
        super((extension.isEmpty() ? "A file of this type" : "A ." + extension + " file") + " may have at most " + limit
                + " bytes.");
        this.extension = extension;
        this.limit = limit;
    }

    /** The file's extension in lower case, without a dot; empty if it has none. */
    public String extension() {
        return extension;
    }

    /** The most bytes that a file with this extension may have. */
    public long limit() {
        return limit;
    }
}
