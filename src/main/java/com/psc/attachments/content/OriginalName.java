package com.psc.attachments.content;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file's name as its owner knows it, safe to keep, to show and to send back.
 *
 * <p>The name is in Unicode NFC, is no path, has no space at either end, has 1 to {@value #LONGEST} characters (code
 * points, as PostgreSQL counts them) of which at least one is visible, and holds neither control characters nor
 * characters that change the direction of the text around them, nor line separators, unpaired surrogates or
 * non-characters. Everything else that Unicode has may be in it: letters of any script, emoji with their joiners,
 * quotes, semicolons, percent signs. It is at most 1020 bytes long in UTF-8.
 *
 * @param value the name
 */
public record OriginalName(String value) {

    /** The most characters that a name may have. */
    public static final int LONGEST = 255;

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9_-]{1,32}");

    /**
     * The name in what a client sent.
     *
     * @param value the file name, possibly with a path of either kind before it ({@code a/b.pdf}, {@code C:\b.pdf}),
     *     of which only the last segment is kept
     * @throws NameRefused when no safe name is left, or when it holds a character that no name may hold
     */
    public OriginalName {
        refuseUnsafeCharacters(value);
        value = trimmed(Normalizer.normalize(lastSegment(value), Normalizer.Form.NFC));
        if (value.codePoints().noneMatch(OriginalName::isVisible)) {
            throw new NameRefused("The file has no name.");
        }
        if (value.codePointCount(0, value.length()) > LONGEST) {
            throw new NameRefused("The file name is longer than " + LONGEST + " characters.");
        }
    }

    /** Same as the constructor: the safe name in {@code raw}. */
    public static OriginalName of(String raw) {
        return new OriginalName(raw);
    }

    /**
     * The extension by which the type is looked up: 1 to 32 ASCII letters, digits, {@code -} or {@code _}, in lower
     * case and without its dot ({@code gz} for {@code archive.tar.gz}); empty if there is none of that form. What
     * Windows drops from the end of a name is looked through: {@code a.exe.} and {@code a.exe::$DATA} are exe.
     */
    public String extension() {
        List<String> extensions = extensions();
        return extensions.isEmpty() ? "" : extensions.get(extensions.size() - 1);
    }

    /**
     * Every extension that some system may see in this name. There is more than one where a colon is: to Windows
     * {@code a.exe:b.txt} is the stream {@code b.txt} of the file {@code a.exe}, elsewhere it is one name.
     */
    List<String> extensions() {
        List<String> extensions = new ArrayList<>(1);
        for (String part : asWindowsReads(value).split(":", -1)) {
            String name = withoutEnd(part);
            String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (name.indexOf('.') >= 0 && EXTENSION.matcher(extension).matches()) {
                extensions.add(extension);
            }
        }
        return extensions;
    }

    @Override
    public String toString() {
        return value;
    }

    private static void refuseUnsafeCharacters(String raw) {
        raw.codePoints().filter(OriginalName::isUnsafe).findFirst().ifPresent(character -> {
            throw new NameRefused(
                    String.format(Locale.ROOT, "The file name holds %s (U+%04X).", kind(character), character));
        });
    }

    private static boolean isUnsafe(int character) {
        return Character.getType(character) == Character.CONTROL
                || Character.getType(character) == Character.SURROGATE
                || isLineSeparator(character)
                || isDirectional(character)
                || isNoncharacter(character);
    }

    private static String kind(int character) {
        if (isDirectional(character)) {
            return "a character that changes the direction of text";
        }
        if (isNoncharacter(character) || Character.getType(character) == Character.SURROGATE) {
            return "something that is no character";
        }
        return isLineSeparator(character) ? "a line separator" : "a control character";
    }

    private static boolean isLineSeparator(int character) {
        return character == 0x2028 || character == 0x2029;
    }

    private static boolean isDirectional(int character) {
        return (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x200E
                || character == 0x200F
                || character == 0x061C;
    }

    private static boolean isNoncharacter(int character) {
        return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
    }

    private static String lastSegment(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String trimmed(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isSpace(name.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isVisible(int character) {
        return character != '.' && !isSpace(character) && Character.getType(character) != Character.FORMAT;
    }

    /** Wide and small forms become the plain letters that they look like, and invisible ones disappear. */
    private static String asWindowsReads(String name) {
        if (name.chars().allMatch(character -> character < 0x80)) {
            return name;
        }
        return Normalizer.normalize(name, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "");
    }

    private static String withoutEnd(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || isSpace(name.charAt(end - 1)))) {
            end--;
        }
        return name.substring(0, end);
    }
}
