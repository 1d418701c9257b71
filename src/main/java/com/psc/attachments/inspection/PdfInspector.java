package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what makes a PDF more than something to read, in the objects that stand in it and in those that are compressed in
 * object streams. Does not take the document apart further: what is named there, no matter where, counts.
 */
final class PdfInspector implements ContentObserver {

    private static final long STREAM = word("stream");
    private static final long OBJECT = word("obj");
    private static final long END_OF = word("nd");
    private static final boolean[] MATTERS = new boolean[256];
    private static final long MOST_OF_OBJECT_STREAMS = 64L << 20;

    static {
        MATTERS['/'] = true;
        MATTERS['m'] = true;
        MATTERS['j'] = true;
    }

    private final Examination examination;
    private final PdfNames names = new PdfNames(this::found);
    private final PdfNames compressedNames = new PdfNames(this::found);
    private long word;
    private boolean isObjectStream;
    private boolean isDeflated;
    private boolean isOtherwiseCoded;
    private boolean streamBegins;
    private boolean inflating;
    private long inflated;
    private @Nullable Inflater objects;
    private byte[] output = new byte[0];

    PdfInspector(Examination examination) {
        this.examination = examination;
    }

    private static long word(String letters) {
        long word = 0;
        for (char letter : letters.toCharArray()) {
            word = word << 8 | letter;
        }
        return word;
    }

    private void found(PdfNames.Name name) {
        switch (name) {
            case JAVASCRIPT, XFA -> examination.found(Finding.PDF_SCRIPT);
            case LAUNCH, SUBMIT_FORM, IMPORT_DATA, GO_TO_EMBEDDED -> examination.found(Finding.PDF_ACTION);
            case EMBEDDED_FILE, RICH_MEDIA -> examination.found(Finding.PDF_EMBEDDED);
            case ENCRYPT -> examination.found(Finding.ENCRYPTED);
            case OBJECT_STREAM -> isObjectStream = true;
            case FLATE, FLATE_SHORT -> isDeflated = true;
            case PREDICTOR, ASCII_HEX, ASCII_85, LZW, RUN_LENGTH, CRYPT -> isOtherwiseCoded = true;
        }
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        int at = offset;
        int last = offset + length;
        while (at < last) {
            at = inflating ? inflate(bytes, at, last) : scan(bytes, at, last);
        }
    }

    private int scan(byte[] bytes, int start, int last) {
        int at = start;
        while (at < last) {
            byte next = bytes[at];
            if (streamBegins && next != '\r') {
                // The line end behind the word is no part of the stream.
                streamBegins = false;
                word = 0;
                beginInflating();
                return next == '\n' ? at + 1 : at;
            }
            if (next == '/' || names.isWithin()) {
                names.see(next);
            } else if (next == 'm' || next == 'j') {
                keyword(letters(bytes, start, at + 1));
            }
            at++;
            while (at < last && !streamBegins && !names.isWithin() && !MATTERS[bytes[at] & 0xFF]) {
                at++;
            }
        }
        word = letters(bytes, start, last);
        return last;
    }

    /** The last eight before the end, of which some may have come before the start. */
    private long letters(byte[] bytes, int start, int end) {
        long letters = word;
        for (int at = Math.max(start, end - Long.BYTES); at < end; at++) {
            letters = letters << 8 | bytes[at] & 0xFF;
        }
        return letters;
    }

    private void keyword(long letters) {
        if ((letters & 0xFFFF_FFFF_FFFFL) == STREAM) {
            streamBegins = letters >>> 48 != END_OF && isObjectStream && canBeInflated();
            forgetObject();
        } else if ((letters & 0xFF_FFFFL) == OBJECT) {
            forgetObject();
        }
    }

    private boolean canBeInflated() {
        if (isOtherwiseCoded) {
            examination.found(Finding.UNCHECKED);
        }
        return isDeflated && !isOtherwiseCoded;
    }

    private void forgetObject() {
        isObjectStream = false;
        isDeflated = false;
        isOtherwiseCoded = false;
    }

    private void beginInflating() {
        if (objects == null) {
            objects = examination.inflater();
            output = examination.borrowBuffer();
        }
        objects.reset();
        inflating = true;
    }

    private int inflate(byte[] bytes, int start, int last) {
        Inflater inflater = Objects.requireNonNull(objects);
        inflater.setInput(bytes, start, last - start);
        try {
            int count;
            while ((count = inflater.inflate(output)) > 0) {
                inflated += count;
                if (inflated > MOST_OF_OBJECT_STREAMS) {
                    return giveUp(last);
                }
                scanCompressed(count);
            }
        } catch (DataFormatException e) {
            return giveUp(start);
        }
        if (inflater.needsDictionary()) {
            return giveUp(start);
        }
        if (inflater.finished()) {
            compressedNames.over();
            inflating = false;
            forgetObject();
        }
        return last - inflater.getRemaining();
    }

    private void scanCompressed(int count) {
        for (int i = 0; i < count; i++) {
            if (output[i] == '/' || compressedNames.isWithin()) {
                compressedNames.see(output[i]);
            }
        }
    }

    /** What cannot be seen in it may be anything. */
    private int giveUp(int at) {
        examination.found(Finding.UNCHECKED);
        inflating = false;
        forgetObject();
        return at;
    }

    @Override
    public void end() {
        names.over();
    }
}
