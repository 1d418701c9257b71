package com.psc.attachments.content;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises scripts by how they open.
 *
 * <p>Only the first statement counts, the first line that is neither blank nor a comment: a text that speaks of
 * scripts further down is a text. Scripts have no signature, so this finds those that open in a way that no prose and
 * no data does, and no others. JavaScript above all cannot be told from text reliably, nor can a Python or shell script
 * without its {@code #!} line, nor a DOS {@code .com} program: their names block them, not their content.
 */
final class Scripts {

    private record Opening(String kind, Pattern statement) {

        Opening(String kind, String statement) {
            this(kind, Pattern.compile(statement, Pattern.CASE_INSENSITIVE));
        }
    }

    private static final String BATCH = "a Windows batch script";
    private static final String VBSCRIPT = "a VBScript";
    private static final String JAVASCRIPT = "a JavaScript";
    private static final String OBJECT = "(WScript\\.)?(CreateObject|GetObject)\\s*\\(";

    private static final List<Opening> OPENINGS = List.of(
            new Opening(BATCH, "@\\s*echo\\s+(off|on)\\s*($|[&|>])|echo\\s+off\\s*$"),
            new Opening(BATCH, "@?\\s*setlocal(\\s+(enable|disable)\\w+)*\\s*$"),
            new Opening("an encoded VBScript or JScript", "#@~\\^"),
            new Opening(VBSCRIPT, "Option\\s+Explicit\\s*$|On\\s+Error\\s+Resume\\s+Next\\s*$"),
            new Opening(VBSCRIPT, "(Set\\s+)?\\w+\\s*=\\s*" + OBJECT + "|" + OBJECT + "\\s*\""),
            new Opening(VBSCRIPT, "MsgBox\\s*\\(?\\s*\""),
            new Opening("a Windows script", "WScript\\.(Echo|Quit|Sleep|StdOut\\.\\w+|CreateObject)\\s*($|[(\"\\d])"),
            new Opening(JAVASCRIPT, "(['\"])use strict\\1\\s*(;|$)"),
            new Opening(JAVASCRIPT, "(var|let|const)\\s+\\w+\\s*=\\s*(new\\s+ActiveXObject|require)\\s*\\("),
            new Opening(JAVASCRIPT, "[!;(]*function\\s*\\w*\\s*\\([\\w\\s,]*\\)\\s*\\{"),
            new Opening(JAVASCRIPT, "(?-i:(alert|console\\.(log|info|warn|error)|document\\.write)\\(['\"`\\d])"),
            new Opening("a PowerShell script", "#requires\\s+-\\w+|\\[CmdletBinding\\(|<#\\s*(PSScriptInfo\\b.*)?$"),
            new Opening("a PHP script", "<\\?php(\\s|$)"));

    private static final Pattern COMMENT_OR_DECLARATION =
            Pattern.compile("'|//|::|@?rem\\s|@?rem$|dim\\s+\\w+(\\s*,\\s*\\w+)*\\s*$", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_PREAMBLE = 2000;
    private static final int LONGEST_STATEMENT = 500;

    private static final Set<String> SCRIPT_ROOTS = Set.of("job", "package", "scriptlet", "component");
    private static final Pattern SCRIPT_ELEMENT = Pattern.compile("(?i)<script\\s[^>]{0,100}language\\s*=");
    private static final String APPLICATION_ELEMENT = "<hta:application";

    private Scripts() {}

    /** What kind of script it is, worded for the end of "The content is"; empty if none is recognised. */
    static Optional<String> kind(Sample sample) {
        String opening = sample.opening();
        if (opening.startsWith("#!") && !isSound(opening)) {
            return Optional.of("a script with an interpreter line");
        }
        return opening.stripLeading().startsWith("<") ? kindOfMarkup(sample.text()) : kindByStatement(opening);
    }

    /** The formats of speech recordings that phones make begin like an interpreter line. */
    private static boolean isSound(String opening) {
        return opening.startsWith("#!AMR") || opening.startsWith("#!SILK");
    }

    private static Optional<String> kindByStatement(String opening) {
        int start = 0;
        for (int line = 0; line < LONGEST_PREAMBLE && start < opening.length(); line++) {
            int end = endOfLine(opening, start);
            String statement = opening.substring(start, Math.min(end, start + LONGEST_STATEMENT))
                    .strip();
            if (!statement.isEmpty()) {
                Optional<String> kind = kindOfStatement(statement);
                if (kind.isPresent()
                        || !COMMENT_OR_DECLARATION.matcher(statement).lookingAt()) {
                    return kind;
                }
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static int endOfLine(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static Optional<String> kindOfStatement(String statement) {
        Matcher matcher = COMMENT_OR_DECLARATION.matcher(statement);
        for (Opening candidate : OPENINGS) {
            if (matcher.usePattern(candidate.statement).lookingAt()) {
                return Optional.of(candidate.kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> kindOfMarkup(String text) {
        if (holdsApplicationElement(text)) {
            return Optional.of("an HTML application");
        }
        if (Texts.root(text).filter(SCRIPT_ROOTS::contains).isPresent()
                && SCRIPT_ELEMENT.matcher(text).find()) {
            return Optional.of("a Windows script file");
        }
        return kindByStatement(text);
    }

    private static boolean holdsApplicationElement(String text) {
        return holdsApplicationElement(text, "<h") || holdsApplicationElement(text, "<H");
    }

    /** Looks closer only where {@code start} is, since large XML invoices take this way too. */
    private static boolean holdsApplicationElement(String text, String start) {
        for (int found = text.indexOf(start); found >= 0; found = text.indexOf(start, found + 1)) {
            if (text.regionMatches(true, found, APPLICATION_ELEMENT, 0, APPLICATION_ELEMENT.length())) {
                return true;
            }
        }
        return false;
    }
}
