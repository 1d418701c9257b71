package com.psc.attachments.importing;

import java.io.InputStream;

/**
 * What a document's row holds, fetched piece by piece: no connection to the database is held in between. Reading throws {@link
 * DocumentChanged} once the row is not as it was any more.
 */
final class StoredBytes extends InputStream {

    private static final int FIRST_PIECE = 64 * 1024;
    private static final int PIECE = 1024 * 1024;

    private final FormerDocuments documents;
    private final FormerDocument document;
    private final int length;
    private byte[] piece = new byte[0];
    private int position;
    private int fetched;

    StoredBytes(FormerDocuments documents, FormerDocument document) {
        this.documents = documents;
        this.document = document;
        this.length = document.storedBytes().orElse(0);
    }

    @Override
    public int read() {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) {
        if (position == piece.length) {
            if (fetched == length) {
                return -1;
            }
            int next = Math.min(fetched == 0 ? FIRST_PIECE : PIECE, length - fetched);
            piece = documents.stored(document, fetched, next);
            if (piece.length != next) {
                throw new DocumentChanged(document.id());
            }
            fetched += next;
            position = 0;
        }
        int taken = Math.min(wanted, piece.length - position);
        System.arraycopy(piece, position, target, offset, taken);
        position += taken;
        return taken;
    }
}
