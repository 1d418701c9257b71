package com.psc.attachments.inspection;

import java.util.Locale;

/** Why a file is refused for what is in it. */
public enum Danger {
    PROGRAM("It holds a program or a script."),
    MACROS("It holds macros."),
    ACTIVE_PDF("It is a PDF with scripts, actions or files in it."),
    ENCRYPTED("It is encrypted, so that nobody can look into it."),
    PATH("It holds a file whose name leads out of the folder that it is unpacked in, or deceives."),
    LINK("It holds a link, a device or a pipe."),
    ENTRIES("It holds more files than are looked into."),
    SIZE("It unpacks to more bytes than are looked into."),
    RATIO("It unpacks to far more than it is."),
    NESTING("It holds archives within archives, deeper than is looked into."),
    OVERLAP("Its directory names files that lie within each other, or where there are none."),
    CONTRADICTION("What its directory says is not what it holds: programs would unpack it to different files."),
    APPENDED("Something else follows or lies in it that is no part of it."),
    UNREADABLE("It begins like an archive, but cannot be read as one."),
    PIXELS("It is an image with more pixels than are taken.");

    private final String sentence;

    Danger(String sentence) {
        this.sentence = sentence;
    }

    /** The name in answers, such as {@code program}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is the matter, in a sentence about "it", the file. */
    public String sentence() {
        return sentence;
    }
}
