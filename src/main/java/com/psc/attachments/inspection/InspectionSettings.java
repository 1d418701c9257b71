package com.psc.attachments.inspection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How far files are looked into, and what is let in.
 *
 * @param macros {@code FILE_MACROS}: office files with macros
 * @param activePdf {@code FILE_ACTIVE_PDF}: PDFs with scripts, actions or files in them
 * @param encrypted {@code FILE_ENCRYPTED}: archives and documents that are encrypted
 * @param archiveEntries {@code ARCHIVE_MAX_ENTRIES}: the most files in an archive, those of archives within it included
 * @param archiveUnpacked {@code ARCHIVE_MAX_UNPACKED}: the most that it unpacks to, all of them together
 * @param archiveRatio {@code ARCHIVE_MAX_RATIO}: how many times as much as it is it may unpack to, once that is much
 * @param archiveDepth {@code ARCHIVE_MAX_DEPTH}: how deep archives may lie within archives
 * @param megapixels {@code IMAGE_MAX_MEGAPIXELS}: the most millions of pixels of an image
 */
@ConfigurationProperties("psc.inspection")
public record InspectionSettings(
        @DefaultValue("keep") Rule macros,
        @DefaultValue("keep") Rule activePdf,
        @DefaultValue("keep") Rule encrypted,
        @DefaultValue("10000") int archiveEntries,
        @DefaultValue("1GB") DataSize archiveUnpacked,
        @DefaultValue("100") int archiveRatio,
        @DefaultValue("5") int archiveDepth,
        @DefaultValue("100") int megapixels) {

    /** What becomes of files with something in them. */
    public enum Rule {
        REFUSE,
        /** They are kept, and given out to be saved, never to be shown. */
        KEEP
    }
}
