package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Looks into a compound file of Office before 2007, which is a file system of its own. Its directory is made of entries of 128
 * bytes that begin at multiples of that, wherever they lie, so nothing else needs to be understood.
 */
final class CompoundFileInspector implements ContentObserver {

    private static final int ENTRY = 128;
    private static final int LENGTH_OF_NAME_AT = 0x40;
    private static final int KIND_AT = 0x42;
    private static final int CLASS_AT = 0x50;
    private static final int LONGEST_NAME = 64;
    private static final int STORAGE = 1;
    private static final int STREAM = 2;
    private static final int ROOT = 5;

    private static final Set<String> MACROS = Set.of("_vba_project", "_vba_project_cur", "vba", "macros");
    private static final byte[] INSTALLER = HexFormat.of().parseHex("100c0000000000c000000000000046");

    private final Examination examination;
    private final byte[] entry = new byte[ENTRY];
    private int filled;

    CompoundFileInspector(Examination examination) {
        this.examination = examination;
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        int at = offset;
        int last = offset + length;
        while (at < last) {
            if (filled == 0 && last - at >= ENTRY) {
                look(bytes, at);
                at += ENTRY;
            } else {
                int taken = Math.min(last - at, ENTRY - filled);
                System.arraycopy(bytes, at, entry, filled, taken);
                filled += taken;
                at += taken;
                if (filled == ENTRY) {
                    look(entry, 0);
                    filled = 0;
                }
            }
        }
    }

    private void look(byte[] bytes, int at) {
        int kind = bytes[at + KIND_AT];
        int length = (bytes[at + LENGTH_OF_NAME_AT] & 0xFF) | (bytes[at + LENGTH_OF_NAME_AT + 1] & 0xFF) << 8;
        if (kind != STORAGE && kind != STREAM && kind != ROOT
                || length < 4
                || length > LONGEST_NAME
                || length % 2 != 0) {
            return;
        }
        String name = new String(bytes, at, length - 2, StandardCharsets.UTF_16LE);
        if (kind == ROOT) {
            requireNoInstaller(bytes, at + CLASS_AT);
        } else if (MACROS.contains(name.toLowerCase(Locale.ROOT))) {
            examination.found(Finding.MACROS);
        } else if (name.equals("EncryptedPackage")) {
            examination.found(Finding.ENCRYPTED);
        } else if (name.equals("\u0001Ole10Native")) {
            examination.found(Finding.EMBEDDED);
        }
    }

    /** Packages, patches and transforms differ in the first byte of their class only. */
    private static void requireNoInstaller(byte[] bytes, int at) {
        for (int i = 0; i < INSTALLER.length; i++) {
            if (bytes[at + 1 + i] != INSTALLER[i]) {
                return;
            }
        }
        throw new UnsafeContent(Danger.PROGRAM, "The content is a Windows Installer package.");
    }

    @Override
    public void end() {}
}
