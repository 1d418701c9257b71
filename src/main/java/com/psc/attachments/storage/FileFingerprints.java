package com.psc.attachments.storage;

/** The ability of a store whose objects are plain files to tell at one look whether a file is still the one that was there before. */
public interface FileFingerprints {

    /**
     * What the file system tells of the file without reading it. It is another one after anybody has written to the file or put
     * another one in its place; only what the disk itself forgets does not show.
     *
     * @throws ObjectMissing if no regular file lies there
     */
    FileFingerprint fingerprint(StorageLocation location);

    /**
     * Equal for the same file as long as nobody changes it.
     *
     * @param changed when it was last changed in any way, which nobody can set; in nanoseconds, as is {@code modified}
     */
    record FileFingerprint(long length, long modified, long changed, long inode) {}
}
