package com.psc.attachments.content;

import java.util.Optional;

/**
 * What the policy says of files with one extension.
 *
 * @param extension in lower case, without a dot; empty for a name that has none
 * @param category the category that such files are counted under
 * @param limit the most bytes that such a file may have, at least 1
 * @param mime the media type that the extension stands for, {@code type/subtype}; empty for an extension that the
 *     contract does not name
 */
public record FileType(String extension, FileCategory category, long limit, Optional<String> mime) {

    /**
     * Checks a size against the limit: a declared length before the bytes arrive, or a count while they do.
     *
     * @param bytes the file's size, or what has arrived of it
     * @throws FileTooLarge when that is over the limit
     */
    public void requireWithinLimit(long bytes) {
        if (bytes > limit) {
            throw new FileTooLarge(extension, limit);
        }
    }

    FileType limitedTo(long bytes) {
        return new FileType(extension, category, bytes, mime);
    }
}
