package com.psc.attachments.scanning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has clamd scan a file while it passes. */
final class ClamdScan implements Scan {

    private static final byte[] NOTHING = {};
    private static final Pattern FOUND = Pattern.compile("stream: (.+) FOUND");
    private static final String LIMIT = "INSTREAM size limit exceeded";
    /** What it says, if it is told to, of a file that it did not look at all of. */
    private static final String LIMITS = "Heuristics.Limits.Exceeded";

    private final ClamdConversation conversation;

    ClamdScan(Clamd clamd) {
        conversation = clamd.converse();
        conversation.say("INSTREAM");
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        if (length > 0 && !conversation.send(bytes, offset, length)) {
            throw unexpected(conversation.reply());
        }
    }

    @Override
    public void end() {
        conversation.send(NOTHING, 0, 0);
        String reply = conversation.reply();
        if (!reply.equals("stream: OK")) {
            throw unexpected(reply);
        }
    }

    private static RuntimeException unexpected(String reply) {
        Matcher found = FOUND.matcher(reply);
        if (reply.startsWith(LIMIT) || found.matches() && found.group(1).startsWith(LIMITS)) {
            return new TooLargeToScan();
        }
        return found.matches()
                ? new InfectedContent(printable(found.group(1)))
                : new ScannerAway("The virus scanner failed: " + printable(reply), null);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Override
    public ScanState state() {
        return ScanState.CLEAN;
    }

    @Override
    public void close() {
        conversation.close();
    }
}
