package com.psc.attachments.attachment;

import com.psc.attachments.content.ContentObserver;
import com.psc.attachments.content.FileTooLarge;
import com.psc.attachments.content.FileType;
import com.psc.attachments.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one upload on their way to the store: counted, held to the limit, hashed, and looked at before they go on.
 *
 * <p>Reading throws {@link FileTooLarge} past the limit, {@link UploadInterrupted} when the client breaks off, and what observers
 * throw, at the end at the latest: a store that has not seen the end keeps nothing.
 */
final class UploadContent extends InputStream {

    private static final int FIRST_LOOK = 16 * 1024;
    private static final Preview NOTHING = new Preview(new byte[0], 0);

    private final InputStream source;
    private final FileType type;
    private final MessageDigest digester = Sha256.digester();
    private Preview ahead = NOTHING;
    private int aheadPosition;
    private long length;
    private List<ContentObserver> observers = List.of();
    private boolean ended;

    UploadContent(InputStream source, FileType type) {
        this.source = source;
        this.type = type;
    }

    /**
     * The beginning of the content.
     *
     * @param bytes holds it in its first {@code length} bytes
     */
    record Preview(byte[] bytes, int length) {}

    /** The first bytes, at most {@code wanted}, fewer only if the content ends sooner. They are still to be read afterwards. */
    Preview preview(int wanted) {
        byte[] bytes = new byte[Math.min(wanted, FIRST_LOOK)];
        int filled = 0;
        int read;
        while (filled < wanted && (read = receive(bytes, filled, bytes.length - filled)) > 0) {
            filled += read;
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(wanted, 2 * bytes.length));
            }
        }
        ahead = new Preview(bytes, filled);
        return ahead;
    }

    /** What {@link #preview} gave, as long as nothing else is read. */
    Preview previewed() {
        return ahead;
    }

    /** Has these see all of the content from its beginning, in this order. To be called before anything but a preview is read. */
    void watchedBy(List<ContentObserver> all) {
        observers = all;
        observers.forEach(observer -> observer.see(ahead.bytes(), 0, ahead.length()));
    }

    @Override
    public int read() {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) {
        int left = ahead.length() - aheadPosition;
        if (left == 0) {
            return receive(target, offset, wanted);
        }
        int taken = Math.min(left, wanted);
        System.arraycopy(ahead.bytes(), aheadPosition, target, offset, taken);
        aheadPosition += taken;
        if (taken == left) {
            // A slow upload keeps what it keeps for long.
            ahead = NOTHING;
            aheadPosition = 0;
        }
        return taken;
    }

    private int receive(byte[] target, int offset, int wanted) {
        int read;
        try {
            read = source.read(target, offset, wanted);
        } catch (IOException e) {
            throw new UploadInterrupted(e);
        }
        if (read > 0) {
            length += read;
            type.requireWithinLimit(length);
            digester.update(target, offset, read);
            for (ContentObserver observer : observers) {
                observer.see(target, offset, read);
            }
        } else if (read < 0) {
            end();
        }
        return read;
    }

    /** Tells those who watch that there is no more, unless they know. */
    void end() {
        if (!ended && !observers.isEmpty()) {
            ended = true;
            observers.forEach(ContentObserver::end);
        }
    }

    /** Reads to the end, keeping nothing but the digest. */
    Sha256 drain() {
        byte[] chunk = new byte[64 * 1024];
        int read;
        do {
            read = read(chunk, 0, chunk.length);
        } while (read >= 0);
        return sha256();
    }

    /** The number of bytes that have arrived so far. */
    long length() {
        return length;
    }

    /** The digest of all that has arrived. To be called once, after the end. */
    Sha256 sha256() {
        return Sha256.of(digester.digest());
    }
}
