package com.psc.attachments.content;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognises compiled programs by their first bytes. */
final class Programs {

    private static final List<Signature> SIGNATURES = List.of(
            Signature.hex("a Linux or Unix program (ELF)", "7F 45 4C 46"),
            Signature.hex("a macOS program (Mach-O)", "FE ED FA CE"),
            Signature.hex("a macOS program (Mach-O)", "FE ED FA CF"),
            Signature.hex("a macOS program (Mach-O)", "CE FA ED FE"),
            Signature.hex("a macOS program (Mach-O)", "CF FA ED FE"),
            Signature.hex("a macOS program (universal Mach-O)", "CA FE BA BF"),
            Signature.hex("a macOS program (universal Mach-O) or a compiled Java class", "CA FE BA BE"),
            Signature.hex("an Android program (DEX)", "64 65 78 0A 30"),
            Signature.hex("a WebAssembly program", "00 61 73 6D 01 00 00 00"),
            Signature.text("a compiled AppleScript", 0, "FasdUAS "),
            Signature.hex("a Windows shortcut", "4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 00 00 00 46"));

    private static final byte[] DOS = ascii("MZ");
    private static final List<byte[]> WINDOWS =
            Stream.of("PE\0\0", "NE", "LE", "LX").map(Programs::ascii).toList();
    private static final int WINDOWS_HEADER_POINTER = 0x3C;
    /** Windows loads no program whose header lies further in. */
    private static final long FURTHEST_WINDOWS_HEADER = 256L << 20;

    private static final byte[] COMPOUND_FILE = HexFormat.of().parseHex("d0cf11e0a1b11ae1");
    /** The class identifiers of an installer package, a patch and a transform, which differ in their first byte. */
    private static final List<byte[]> INSTALLERS = Stream.of("84", "86", "82")
            .map(first -> HexFormat.of().parseHex(first + "100c0000000000c000000000000046"))
            .toList();

    private Programs() {}

    /** What kind of program it is, worded for the end of "The content is"; empty if none is recognised. */
    static Optional<String> kind(Sample sample) {
        for (Signature signature : SIGNATURES) {
            if (signature.matches(sample)) {
                return Optional.of(signature.kind());
            }
        }
        if (isForWindows(sample)) {
            return Optional.of("a Windows or DOS program");
        }
        return isInstaller(sample) ? Optional.of("a Windows Installer package") : Optional.empty();
    }

    /**
     * Two letters are no proof: a text may begin with them. A Windows program has its own header where the DOS header
     * points; a plain DOS program fills the DOS header with numbers that no text has.
     */
    private static boolean isForWindows(Sample sample) {
        if (!sample.has(0, DOS) || !sample.reaches(28)) {
            return false;
        }
        return isDosHeader(sample) || (sample.reaches(64) && pointsToWindowsHeader(sample));
    }

    private static boolean isDosHeader(Sample sample) {
        int bytesInLastPage = sample.littleEndian16(2);
        int pages = sample.littleEndian16(4);
        int headerParagraphs = sample.littleEndian16(8);
        return bytesInLastPage <= 512 && pages > 0 && headerParagraphs >= 2;
    }

    private static boolean pointsToWindowsHeader(Sample sample) {
        long header = sample.littleEndian32(WINDOWS_HEADER_POINTER);
        if (sample.reaches(header + 4)) {
            return WINDOWS.stream().anyMatch(signature -> sample.has((int) header, signature));
        }
        return header < FURTHEST_WINDOWS_HEADER && sample.reaches(TypeSniffer.SAMPLE_BYTES) && !isPlainText(sample);
    }

    private static boolean isPlainText(Sample sample) {
        return Texts.isText(sample.opening());
    }

    /** Installers are told from Office files by the class of the root directory, if that lies within the sample. */
    private static boolean isInstaller(Sample sample) {
        if (!sample.has(0, COMPOUND_FILE)) {
            return false;
        }
        long rootDirectory = (sample.littleEndian32(0x30) + 1) << (sample.littleEndian16(0x1E) & 0xF);
        return sample.reaches(rootDirectory + 0x60)
                && INSTALLERS.stream().anyMatch(installer -> sample.has((int) rootDirectory + 0x50, installer));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
