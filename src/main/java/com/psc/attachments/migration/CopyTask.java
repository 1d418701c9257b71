package com.psc.attachments.migration;

import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.StorageLocation;
import java.util.Optional;

/**
 * A file that is to have its bytes at another place too.
 *
 * @param from where they lie
 * @param to where they are to lie; the journal names it, so it is claimed
 * @param sha256 what they must hash to; empty if that is not known yet
 * @param remains what may lie at {@code to} already
 * @param attempts that failed
 */
record CopyTask(
        MovableFile file,
        StorageLocation from,
        StorageLocation to,
        Optional<Sha256> sha256,
        Remains remains,
        int attempts) {

    private static final int MOST_ATTEMPTS = 4;

    /** What earlier work may have left at the new place. */
    enum Remains {
        /** Nobody has written there. */
        NOTHING,
        /** All of the file. Nobody is writing there any more. */
        WHOLE,
        /** Nobody knows; somebody may even be writing there. Such a place is read, and never written to. */
        UNSETTLED
    }

    /** One whose new place nobody has written to. */
    static CopyTask fresh(MovableFile file, StorageLocation from, StorageLocation to) {
        return new CopyTask(file, from, to, file.sha256(), Remains.NOTHING, 0);
    }

    /** One whose new place may hold the bytes already. */
    static CopyTask begun(MovableFile file, StorageLocation from, StorageLocation to, Optional<Sha256> sha256) {
        return new CopyTask(file, from, to, sha256.or(file::sha256), Remains.UNSETTLED, 0);
    }

    int id() {
        return file.id();
    }

    CopyTask leaving(Remains left) {
        return new CopyTask(file, from, to, sha256, left, attempts);
    }

    CopyTask afterFailure() {
        return new CopyTask(file, from, to, sha256, remains, attempts + 1);
    }

    CopyTask toNewPlace(StorageLocation place) {
        return new CopyTask(file, from, place, sha256, Remains.NOTHING, attempts);
    }

    boolean isLastAttempt() {
        return attempts + 1 >= MOST_ATTEMPTS;
    }

    boolean isHopeless() {
        return attempts >= MOST_ATTEMPTS;
    }
}
