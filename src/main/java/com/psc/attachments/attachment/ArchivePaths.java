package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.psc.attachments.content.NameRefused;
import com.psc.attachments.content.OriginalName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives the documents of an archive their paths in it: a folder an entity, and there the names that their owners know. Every
 * path is unlike the others, in any letter case, and can be unpacked on any system. Documents must come entity by entity.
 *
 * <p>It remembers the names of one folder only. An entity with very many documents therefore gets several folders.
 */
final class ArchivePaths {

    private static final int MOST_IN_FOLDER = 10_000;

    /** With a number behind it, it still fits into the 255 bytes that file systems take. */
    private static final int LONGEST_NAME = 230;

    private static final Pattern FORBIDDEN_ON_WINDOWS = Pattern.compile("[\\\\/:*?\"<>|]");
    private static final Pattern DROPPED_BY_WINDOWS = Pattern.compile("[. ]+$");
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);

    private final Map<String, Integer> taken = new HashMap<>();
    private String entity = "";
    private int folder = 1;
    private int inFolder;

    String pathOf(Attachment attachment) {
        String its = safe(attachment.entityType(), "entity") + "/" + attachment.entityId();
        if (!its.equals(entity)) {
            entity = its;
            folder = 1;
            begin();
        } else if (inFolder == MOST_IN_FOLDER) {
            folder++;
            begin();
        }
        inFolder++;
        return numbered(entity, "", folder) + "/"
                + unique(safe(attachment.originalFilename(), "attachment-" + attachment.id()));
    }

    private void begin() {
        taken.clear();
        inFolder = 0;
    }

    private String unique(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        String unique = name;
        while (taken.putIfAbsent(key(unique), 1) != null) {
            unique = numbered(stem, extension, taken.merge(key(name), 1, Integer::sum));
        }
        return unique;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String numbered(String stem, String extension, int number) {
        return number == 1 ? stem + extension : stem + " (" + number + ")" + extension;
    }

    /** Older rows may have any text as a name. */
    private static String safe(String text, String otherwise) {
        String name;
        try {
            name = OriginalName.of(text).value();
        } catch (NameRefused e) {
            return otherwise;
        }
        name = FORBIDDEN_ON_WINDOWS.matcher(name).replaceAll("_");
        name = DROPPED_BY_WINDOWS.matcher(name).replaceAll("");
        name = DEVICE.matcher(name).matches() ? "_" + name : name;
        return name.isEmpty() ? otherwise : shortened(name);
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
        StringBuilder stem = new StringBuilder(name.substring(0, name.length() - extension.length()));
        while ((stem + extension).getBytes(UTF_8).length > LONGEST_NAME) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }
}
