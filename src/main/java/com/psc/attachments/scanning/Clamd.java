package com.psc.attachments.scanning;

import com.psc.attachments.thread.DaemonThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clamd that listens somewhere, as <a href="https://docs.clamav.net/manual/Usage/Scanning.html#clamd">its manual</a> describes
 * its protocol. One that neither takes nor says anything is given up after a while.
 */
final class Clamd implements AutoCloseable {

    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(5);

    private final String host;
    private final int port;
    private final Duration patience;
    private final Set<ClamdConversation> underWay = ConcurrentHashMap.newKeySet();
    /** A socket's timeout guards reading only. */
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("clamd-watch"));

    /** @param patience how long it may neither take nor say anything */
    Clamd(String host, int port, Duration patience) {
        this.host = host;
        this.port = port;
        this.patience = patience;
        long interval = Math.max(1, Math.min(500, patience.toMillis() / 4));
        watch.scheduleWithFixedDelay(
                () -> underWay.forEach(ClamdConversation::endIfStalled), interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to say something to it. To be closed.
     *
     * @throws ScannerAway if it cannot be reached
     */
    ClamdConversation converse() {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            Duration shorter = patience.compareTo(PATIENCE_TO_CONNECT) < 0 ? patience : PATIENCE_TO_CONNECT;
            socket.connect(new InetSocketAddress(host, port), (int) Math.max(1, shorter.toMillis()));
            ClamdConversation conversation = new ClamdConversation(socket, patience, underWay::remove);
            underWay.add(conversation);
            return conversation;
        } catch (IOException e) {
            ScannerAway away = new ScannerAway("The virus scanner at " + this + " cannot be reached", e);
            try {
                socket.close();
            } catch (IOException unclosed) {
                away.addSuppressed(unclosed);
            }
            throw away;
        }
    }

    /**
     * What it says to a command that has no data.
     *
     * @throws ScannerAway if it says nothing
     */
    String ask(String command) {
        try (ClamdConversation conversation = converse()) {
            conversation.say(command);
            return conversation.reply();
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
