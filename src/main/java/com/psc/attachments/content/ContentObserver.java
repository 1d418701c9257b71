package com.psc.attachments.content;

/**
 * Looks at the bytes of one file while they pass on their way elsewhere: each byte once, in order, by one thread at a time. What
 * either method throws ends the file's way; nothing is called afterwards.
 */
public interface ContentObserver {

    /** The next bytes. The array is neither changed nor kept. */
    void see(byte[] bytes, int offset, int length);

    /** There are no more. Called once, before anybody may get at the file. */
    void end();
}
