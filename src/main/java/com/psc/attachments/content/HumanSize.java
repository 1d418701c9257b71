package com.psc.attachments.content;

/** Sizes as the former backend wrote them: {@code 0 B}, {@code 1.5 KB}, {@code 20.0 MB}; in steps of 1024. */
public final class HumanSize {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private HumanSize() {}

    public static String of(long bytes) {
        if (bytes == 0) {
            return "0 B";
        }
        int unit = 0;
        double size = bytes;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        long tenths = Math.round(size * 10);
        return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }
}
