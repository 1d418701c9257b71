package com.psc.attachments.content;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises plain text, and marked-up text by its root element. */
final class Texts {

    private static final int LONGEST_PROLOGUE = 8 * 1024;

    private static final Pattern ROOT = Pattern.compile("<([A-Za-z_][\\w.:-]{0,63})[\\s/>]");
    private static final Set<String> HTML = Set.of("html", "head", "body", "title", "meta");

    private Texts() {}

    /** Whether there are no control characters in it but those that texts have. */
    static boolean isText(String opening) {
        for (int i = 0; i < opening.length(); i++) {
            char character = opening.charAt(i);
            if (character < ' ' && !isTextControl(character)) {
                return false;
            }
        }
        return true;
    }

    /** The media type of a text that opens like this. */
    static String mime(String opening) {
        String text = opening.stripLeading();
        if (!text.startsWith("<")) {
            return "text/plain";
        }
        boolean declared = text.startsWith("<?xml");
        String root = root(text).orElse("");
        if (text.regionMatches(true, 0, "<!doctype html", 0, 14) || HTML.contains(root)) {
            return declared ? "application/xhtml+xml" : "text/html";
        }
        if (root.equals("svg")) {
            return "image/svg+xml";
        }
        return declared ? "application/xml" : "text/plain";
    }

    /** The name of the first element, in lower case and without a prefix; empty if the text does not open with one. */
    static Optional<String> root(String text) {
        int position = 0;
        while (position < Math.min(text.length(), LONGEST_PROLOGUE)) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else if (text.startsWith("<!--", position)) {
                position = after("-->", text, position);
            } else if (text.startsWith("<!", position)) {
                position = afterDeclaration(text, position);
            } else if (text.startsWith("<?", position)) {
                position = after(">", text, position);
            } else {
                Matcher root = ROOT.matcher(text).region(position, text.length());
                return root.lookingAt() ? Optional.of(localName(root.group(1))) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    private static int after(String end, String text, int position) {
        int found = text.indexOf(end, position);
        return found < 0 ? text.length() : found + end.length();
    }

    /** A document type may declare more within brackets. */
    private static int afterDeclaration(String text, int position) {
        int bracket = text.indexOf('[', position);
        boolean declaresMore = bracket >= 0 && bracket < after(">", text, position);
        return after(">", text, declaresMore ? after("]", text, bracket) - 1 : position);
    }

    private static boolean isTextControl(char character) {
        return switch (character) {
            case '\t', '\n', '\r', '\f', '\b', 0x1A, 0x1B -> true;
            default -> false;
        };
    }
}
