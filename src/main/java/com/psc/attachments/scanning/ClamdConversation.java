package com.psc.attachments.scanning;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command to clamd, its data and what it says. Data goes out in pieces with their lengths before them, through one buffer;
 * whoever sends waits while clamd does not keep up. Used by one thread.
 */
final class ClamdConversation implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClamdConversation.class);

    private static final int LENGTH = 4;
    private static final int PIECE = 16 * 1024;
    private static final int LONGEST_REPLY = 4096;

    private final Socket socket;
    private final Duration patience;
    private final Consumer<ClamdConversation> farewell;
    private final ByteBuffer piece = ByteBuffer.allocate(LENGTH + PIECE);
    private volatile boolean waiting;
    private volatile long waitingSince;
    private volatile boolean stalled;

    /** @param farewell is told when it is closed */
    ClamdConversation(Socket socket, Duration patience, Consumer<ClamdConversation> farewell) {
        this.socket = socket;
        this.patience = patience;
        this.farewell = farewell;
    }

    void say(String command) {
        byte[] words = ("z" + command + "\0").getBytes(StandardCharsets.US_ASCII);
        try {
            send(words, words.length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Sends data; none ends it.
     *
     * @return false if clamd takes no more, and has said why
     */
    boolean send(byte[] bytes, int offset, int length) {
        try {
            int sent = 0;
            do {
                if (socket.getInputStream().available() > 0) {
                    return false;
                }
                int count = Math.min(PIECE, length - sent);
                piece.clear().putInt(count).put(bytes, offset + sent, count);
                send(piece.array(), LENGTH + count);
                sent += count;
            } while (sent < length);
            return true;
        } catch (IOException e) {
            if (hasSaidWhy(e)) {
                return false;
            }
            throw broken(e);
        }
    }

    private void beginWaiting() {
        waitingSince = System.nanoTime();
        waiting = true;
    }

    private void send(byte[] bytes, int length) throws IOException {
        OutputStream output = socket.getOutputStream();
        beginWaiting();
        output.write(bytes, 0, length);
        waiting = false;
    }

    /** It closes the connection when it takes no more; what it said before is still to be read. */
    private boolean hasSaidWhy(IOException broken) {
        try {
            return !stalled && socket.getInputStream().available() > 0;
        } catch (IOException e) {
            broken.addSuppressed(e);
            return false;
        }
    }

    /**
     * What it says, without the zero at the end.
     *
     * @throws ScannerAway if it says nothing
     */
    String reply() {
        beginWaiting();
        ByteArrayOutputStream reply = new ByteArrayOutputStream(64);
        try {
            InputStream input = socket.getInputStream();
            int next;
            while ((next = input.read()) > 0 && reply.size() < LONGEST_REPLY) {
                reply.write(next);
            }
            if (next < 0 && reply.size() == 0) {
                throw new ScannerAway("The virus scanner ended the conversation", null);
            }
            return reply.toString(StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Called by another thread, from time to time. */
    void endIfStalled() {
        if (waiting && System.nanoTime() - waitingSince > patience.toNanos()) {
            stalled = true;
            close();
        }
    }

    private ScannerAway broken(IOException e) {
        return new ScannerAway(
                stalled
                        ? "The virus scanner took and said nothing for " + patience.toSeconds() + " s"
                        : "The conversation with the virus scanner broke off",
                e);
    }

    @Override
    public void close() {
        farewell.accept(this);
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("The conversation with the virus scanner did not end well", e);
        }
    }
}
