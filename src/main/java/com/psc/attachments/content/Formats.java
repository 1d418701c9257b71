package com.psc.attachments.content;

import java.util.List;
import java.util.Optional;

/** Recognises the formats that an accounting office meets, each by a comparison of a few bytes. */
final class Formats {

    /** What Tika calls every OLE compound file; the names of Office formats are narrower types of it. */
    static final String COMPOUND_FILE = "application/x-tika-msoffice";

    /** What everybody else calls it. */
    static final String COMPOUND_FILE_PUBLICLY = "application/x-ole-storage";

    private static final List<Signature> SIGNATURES = List.of(
            Signature.text("application/pdf", 0, "%PDF-"),
            Signature.hex("application/pdf", "EF BB BF 25 50 44 46 2D"),
            Signature.hex("image/jpeg", "FF D8 FF"),
            Signature.hex("image/png", "89 50 4E 47 0D 0A 1A 0A"),
            Signature.hex("application/zip", "50 4B 03 04"),
            Signature.hex("application/zip", "50 4B 05 06"),
            Signature.hex("application/zip", "50 4B 07 08"),
            Signature.hex(COMPOUND_FILE, "D0 CF 11 E0 A1 B1 1A E1"),
            Signature.hex("application/vnd.ms-excel", "09 00 04 00"),
            Signature.hex("application/vnd.ms-excel", "09 02 06 00"),
            Signature.hex("application/vnd.ms-excel", "09 04 06 00"),
            Signature.text("application/rtf", 0, "{\\rtf"),
            Signature.text("image/gif", 0, "GIF87a"),
            Signature.text("image/gif", 0, "GIF89a"),
            Signature.hex("image/tiff", "49 49 2A 00"),
            Signature.hex("image/tiff", "4D 4D 00 2A"),
            Signature.hex("image/tiff", "49 49 2B 00"),
            Signature.hex("image/tiff", "4D 4D 00 2B"),
            Signature.hex("image/bmp", "42 4D ???????? 00 00 00 00"),
            Signature.hex("image/webp", "52 49 46 46 ???????? 57 45 42 50"),
            Signature.hex("image/heic", "???????? 66 74 79 70 68 65 69 63"),
            Signature.hex("image/heic", "???????? 66 74 79 70 68 65 69 78"),
            Signature.hex("image/heif", "???????? 66 74 79 70 6D 69 66 31"),
            Signature.hex("image/avif", "???????? 66 74 79 70 61 76 69 66"),
            Signature.hex("application/gzip", "1F 8B 08"),
            Signature.hex("application/x-7z-compressed", "37 7A BC AF 27 1C"),
            Signature.hex("application/x-rar-compressed", "52 61 72 21 1A 07"),
            Signature.text("application/x-tar", 257, "ustar"),
            Signature.text("application/postscript", 0, "%!PS"));

    private Formats() {}

    /** The media type, as Tika's registry names it; empty if it is none of these. */
    static Optional<String> mime(Sample sample) {
        for (Signature signature : SIGNATURES) {
            if (signature.matches(sample)) {
                return Optional.of(signature.kind());
            }
        }
        return Optional.empty();
    }
}
