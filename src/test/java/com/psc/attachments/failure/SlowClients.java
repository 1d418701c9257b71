package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Clients that send, or take, ten bytes a second each, and never end. */
final class SlowClients implements AutoCloseable {

    private static final int BEGINNING_MILLIS = 60_000;
    private static final byte[] TEN_BYTES = "0123456789".getBytes(ISO_8859_1);

    private final List<Socket> senders = new ArrayList<>();
    private final List<Socket> takers = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> going = pace.scheduleAtFixedRate(this::goOn, 1, 1, TimeUnit.SECONDS);

    /** Adds clients that send this much at once, and the rest slowly. */
    void send(int port, int count, byte[] atOnce) throws IOException {
        connect(port, count, atOnce, senders);
    }

    /**
     * Adds clients that take the answer to this request slowly. Until each has its first byte the service is at work for them,
     * which others may well notice: this waits for that.
     */
    void take(int port, int count, byte[] request) throws IOException {
        connect(port, count, request, takers);
        synchronized (takers) {
            for (Socket taker : takers) {
                taker.setSoTimeout(BEGINNING_MILLIS);
                if (taker.getInputStream().read() < 0) {
                    throw new IOException("The answer is empty");
                }
                taker.setSoTimeout(1);
            }
        }
    }

    private static void connect(int port, int count, byte[] bytes, List<Socket> clients) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(8 * 1024);
            socket.setSoTimeout(1);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(bytes);
            synchronized (clients) {
                clients.add(socket);
            }
        }
    }

    private void goOn() {
        try {
            synchronized (senders) {
                for (Socket sender : senders) {
                    sender.getOutputStream().write(TEN_BYTES);
                }
            }
            synchronized (takers) {
                for (Socket taker : takers) {
                    takeSome(taker);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A slow client was thrown out", e);
        }
    }

    private static void takeSome(Socket taker) throws IOException {
        try {
            if (taker.getInputStream().readNBytes(10).length == 0) {
                throw new IOException("The answer has ended");
            }
        } catch (SocketTimeoutException nothingToTakeYet) {
            // The rest of the answer is under way.
        }
    }

    /** None was thrown out, and none has got to its end. */
    void requireThatAllAreThere() {
        assertThat(going.isDone()).as("a slow client was thrown out").isFalse();
    }

    @Override
    public void close() throws IOException {
        pace.shutdownNow();
        for (List<Socket> clients : List.of(senders, takers)) {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
