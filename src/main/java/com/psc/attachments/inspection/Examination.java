package com.psc.attachments.inspection;

import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.inspection.InspectionSettings.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Inflater;

/** What looking into one file has used up and found, through all archives within it. */
final class Examination implements AutoCloseable {

    static final int BUFFER = 8 * 1024;

    /** Below this, an archive may unpack to any multiple of its size: what is small does no harm. */
    private static final long UNPACKED_IN_ANY_CASE = 16L << 20;

    private static final int MOST_BYTES_OF_NAMES = 2 << 20;

    private final InspectionSettings settings;
    private final FilePolicy policy;
    private final Set<Finding> findings = EnumSet.noneOf(Finding.class);
    private final Deque<byte[]> freeBuffers = new ArrayDeque<>(0);
    private final Deque<Inflater> freeInflaters = new ArrayDeque<>(0);
    private final List<Inflater> inflaters = new ArrayList<>(0);
    private long received;
    private long unpacked;
    private long namesLength;
    private int entries;

    Examination(InspectionSettings settings, FilePolicy policy) {
        this.settings = settings;
        this.policy = policy;
    }

    FilePolicy policy() {
        return policy;
    }

    void received(int bytes) {
        received += bytes;
    }

    /** Counts what a compressed part has become. */
    void unpacked(int bytes) {
        unpacked += bytes;
        if (unpacked > settings.archiveUnpacked().toBytes()) {
            throw new UnsafeContent(Danger.SIZE, "At most " + settings.archiveUnpacked() + " are.");
        }
        if (unpacked > UNPACKED_IN_ANY_CASE && unpacked / settings.archiveRatio() > received) {
            throw new UnsafeContent(Danger.RATIO, "At most " + settings.archiveRatio() + " times as much is taken.");
        }
    }

    /** Counts a file in an archive. */
    void entry(int lengthOfName) {
        namesLength += lengthOfName;
        if (++entries > settings.archiveEntries() || namesLength > MOST_BYTES_OF_NAMES) {
            throw new UnsafeContent(Danger.ENTRIES, "At most " + settings.archiveEntries() + " are.");
        }
    }

    /** @param depth 1 for the file itself */
    void requireDepth(int depth) {
        if (depth > settings.archiveDepth()) {
            throw new UnsafeContent(Danger.NESTING, "At most " + settings.archiveDepth() + " levels are.");
        }
    }

    void requirePixels(long width, long height) {
        if (width > 0 && height > settings.megapixels() * 1_000_000L / width) {
            throw new UnsafeContent(Danger.PIXELS, "At most " + settings.megapixels() + " million are.");
        }
    }

    void found(Finding finding) {
        if (finding == Finding.MACROS && settings.macros() == Rule.REFUSE) {
            throw new UnsafeContent(Danger.MACROS);
        }
        if (finding == Finding.ENCRYPTED && settings.encrypted() == Rule.REFUSE) {
            throw new UnsafeContent(Danger.ENCRYPTED);
        }
        if (finding.isOfPdf() && settings.activePdf() == Rule.REFUSE) {
            throw new UnsafeContent(Danger.ACTIVE_PDF);
        }
        findings.add(finding);
    }

    Set<Finding> findings() {
        return findings;
    }

    /** A buffer of {@value #BUFFER} bytes, to be given back: an archive of many archives takes few. */
    byte[] borrowBuffer() {
        byte[] free = freeBuffers.poll();
        return free == null ? new byte[BUFFER] : free;
    }

    void giveBack(byte[] buffer) {
        freeBuffers.push(buffer);
    }

    /** For data with a header; ended with the examination. */
    Inflater inflater() {
        Inflater inflater = new Inflater();
        inflaters.add(inflater);
        return inflater;
    }

    /** For data without a header, to be given back. */
    Inflater borrowInflater() {
        Inflater free = freeInflaters.poll();
        if (free == null) {
            free = new Inflater(true);
            inflaters.add(free);
        }
        free.reset();
        return free;
    }

    void giveBack(Inflater inflater) {
        freeInflaters.push(inflater);
    }

    @Override
    public void close() {
        inflaters.forEach(Inflater::end);
    }
}
