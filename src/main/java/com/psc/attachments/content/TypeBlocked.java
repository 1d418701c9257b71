package com.psc.attachments.content;

/** A file that is refused whatever its size: its name or its content is that of a program or a script. */
public class TypeBlocked extends FileRefused {

    private static final long serialVersionUID = 1L;

    private final String extension;

    private TypeBlocked(String reason, String extension) {
        super(reason);
        this.extension = extension;
    }

    static TypeBlocked byName(String extension) {
        return new TypeBlocked("Files of the type ." + extension + " are not accepted.", extension);
    }

    static TypeBlocked byContent(String kind, OriginalName name) {
        return new TypeBlocked("The content is " + kind + ", which is not accepted under any name.", name.extension());
    }

    /**
     * The extension that the file's name has, in lower case and without a dot; empty if it has none. When the name is
     * the reason, it is the blocked extension that was found in it.
     */
    public String extension() {
        return extension;
    }

    /** Why the file is refused, as one sentence that repeats nothing the client sent but the extension. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
