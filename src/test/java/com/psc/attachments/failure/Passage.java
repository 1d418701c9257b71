package com.psc.attachments.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a TCP server: open, closed, or swallowing everything. Knows nothing of what is said. */
final class Passage implements AutoCloseable {

    private final InetSocketAddress server;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "passage");
        thread.setDaemon(true);
        return thread;
    });
    private volatile ServerSocket listener;
    private volatile boolean swallowing;

    /** What a client says before it hears nothing more; empty text for never. */
    private volatile String lastWords = "";

    private Passage(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
        this.port = listener.getLocalPort();
        threads.execute(() -> accept(listener));
    }

    static Passage to(InetSocketAddress server) throws IOException {
        return new Passage(server, new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return port;
    }

    /** Breaks all connections, and refuses others. */
    void refuse() throws IOException {
        listener.close();
        breakConnections();
    }

    /** Breaks all connections; others are let in. */
    void breakConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
            sockets.remove(socket);
        }
    }

    /** Keeps all connections, accepts others, and lets nothing through any more. */
    void swallow() {
        swallowing = true;
    }

    /** Lets the server do what a client asks with these words, and breaks the connection before the client hears of it. */
    void swallowTheAnswerTo(String words) {
        lastWords = words;
    }

    /** Lets everything through again. */
    void open() throws IOException {
        swallowing = false;
        lastWords = "";
        breakConnections();
        if (listener.isClosed()) {
            ServerSocket again = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
            listener = again;
            threads.execute(() -> accept(again));
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket client = from.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                sockets.add(client);
                sockets.add(upstream);
                if (from.isClosed()) {
                    breakConnections();
                    return;
                }
                Exchange exchange = new Exchange(client, upstream);
                threads.execute(() -> exchange.pump(client, upstream, exchange::hear));
                threads.execute(() -> exchange.pump(upstream, client, bytes -> {}));
            }
        } catch (IOException e) {
            if (!from.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Ear {
        void hear(String words);
    }

    private final class Exchange {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean deaf;

        Exchange(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void hear(String words) {
            if (!lastWords.isEmpty() && words.contains(lastWords)) {
                deaf = true;
            }
        }

        void pump(Socket from, Socket to, Ear ear) {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    ear.hear(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (deaf && from == upstream) {
                        client.close();
                        return;
                    }
                    if (!swallowing) {
                        out.write(buffer, 0, read);
                    }
                }
                to.close();
            } catch (IOException broken) {
                closeBoth();
            }
        }

        private void closeBoth() {
            try {
                client.close();
                upstream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        breakConnections();
        threads.shutdownNow();
    }
}
