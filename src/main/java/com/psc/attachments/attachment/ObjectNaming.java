package com.psc.attachments.attachment;

import com.psc.attachments.content.OriginalName;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Makes the keys of new objects, in the shapes that each backend's files have always had. Times are UTC. */
@Component
class ObjectNaming {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern DROPPED = Pattern.compile("[/\\\\?*:|<>\"]");

    /** Odd, so that different numbers stay different. */
    private static final int SCATTERING = 0x9E3779B1;

    private static final Pattern PLAIN_EXTENSION = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");

    private final UploadNumbers numbers;

    ObjectNaming(UploadNumbers numbers) {
        this.numbers = numbers;
    }

    /** A key that this installation gives to no other upload, on any instance. */
    ObjectKey keyFor(BackendName backend, EntityReference entity, OriginalName name, Instant now) {
        String folder = entity.type() + "/company_" + entity.company() + "/" + DAY.format(now) + "/";
        String unique = TIME.format(now) + "_" + HexFormat.of().toHexDigits(numbers.take() * SCATTERING);
        return new ObjectKey(
                switch (backend) {
                    case LOCAL -> folder + unique + dotExtension(name);
                    case S3 -> readable("attachments/" + folder + unique + "_", name);
                });
    }

    private static String dotExtension(OriginalName name) {
        String extension = name.extension();
        return PLAIN_EXTENSION.matcher(extension).matches() ? "." + extension : "";
    }

    /** Shortens the name before its extension, so that the key stays within its limit. */
    private static String readable(String prefix, OriginalName name) {
        String readable = DROPPED.matcher(name.value()).replaceAll("");
        int room = ObjectKey.MAX_BYTES - prefix.length();
        if (bytes(readable) <= room) {
            return prefix + readable;
        }
        String extension = dotExtension(name);
        StringBuilder stem = new StringBuilder(readable);
        while (bytes(stem) + bytes(extension) > room) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        return prefix + stem + extension;
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
