package com.psc.attachments.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Gives up clients that send their bodies too slowly, whoever reads the body, and where a request was refused with its body
 * unread, too. To the reader it is the same as a client that has fallen silent: a {@link SocketTimeoutException}.
 */
final class SlowBodies {

    private final Duration window;
    private final long leastInWindow;

    /**
     * @param window how long is waited for the client, all waiting together, before its speed is looked at; and then again. Time
     *     in which the service is busy with what has come does not count
     */
    SlowBodies(long bytesPerSecond, Duration window) {
        this.window = window;
        this.leastInWindow = bytesPerSecond * window.toMillis() / 1000;
    }

    /** To stand before all that finishes answers. */
    Valve valve() {
        return new Watching();
    }

    private final class Watching extends ValveBase {

        Watching() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            org.apache.coyote.Request coyote = request.getCoyoteRequest();
            if (coyote.isFinished()) {
                getNext().invoke(request, response);
                return;
            }
            InputBuffer connection = coyote.getInputBuffer();
            coyote.setInputBuffer(new Watched(connection));
            try {
                getNext().invoke(request, response);
                if (!request.isAsync() && wouldReadOn(coyote)) {
                    readOn(coyote, (Integer) request.getConnector().getProperty("maxSwallowSize"));
                }
            } finally {
                coyote.setInputBuffer(connection);
            }
        }

        /** Whether Tomcat, if left alone, would read what is left of the body, however slowly it comes. */
        private static boolean wouldReadOn(org.apache.coyote.Request coyote) {
            AtomicBoolean connected = new AtomicBoolean();
            coyote.action(ActionCode.IS_IO_ALLOWED, connected);
            return connected.get() && !coyote.hasExpectation();
        }

        private static void readOn(org.apache.coyote.Request coyote, int most) {
            Discarded discarded = new Discarded();
            try {
                long left = most;
                for (int read = 0; read >= 0; left -= read) {
                    if (left < 0) {
                        throw new IOException("The client goes on and on");
                    }
                    read = coyote.doRead(discarded);
                }
            } catch (IOException e) {
                // The answer has been sent; the connection ends.
                coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, e);
            }
        }
    }

    private final class Watched implements InputBuffer {

        private final InputBuffer connection;
        private long waited;
        private long received;
        private @Nullable SocketTimeoutException givenUp;

        Watched(InputBuffer connection) {
            this.connection = connection;
        }

        @Override
        public int doRead(ApplicationBufferHandler target) throws IOException {
            if (givenUp != null) {
                throw givenUp;
            }
            long begin = System.nanoTime();
            int read = connection.doRead(target);
            waited += System.nanoTime() - begin;
            received += Math.max(0, read);
            if (waited >= window.toNanos()) {
                if (read >= 0 && received < leastInWindow) {
                    givenUp = new SocketTimeoutException("Only " + received + " bytes came in "
                            + Duration.ofNanos(waited).toSeconds() + " s");
                    throw givenUp;
                }
                waited = 0;
                received = 0;
            }
            return read;
        }

        @Override
        public int available() {
            return connection.available();
        }
    }

    private static final class Discarded implements ApplicationBufferHandler {

        private ByteBuffer bytes = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            throw new UnsupportedOperationException();
        }
    }
}
