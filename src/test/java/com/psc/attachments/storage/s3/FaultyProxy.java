package com.psc.attachments.storage.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands between a client and an HTTP server and passes everything on, except where {@link #inject} says to misbehave. Plain
 * HTTP/1.1, no TLS.
 */
public final class FaultyProxy implements AutoCloseable {

    private final URI upstream;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<HttpHead> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile Predicate<HttpHead> answered = request -> false;
    private volatile Substitute substitute = (request, body) -> {
        throw new IllegalStateException();
    };

    /** Does what the server cannot. */
    public interface Substitute {

        /** The whole answer to a request. */
        byte[] answer(HttpHead request, byte[] body);
    }

    private FaultyProxy(URI upstream, ServerSocket listener) {
        this.upstream = upstream;
        this.listener = listener;
        threads.execute(this::accept);
    }

    /** A proxy on a free loopback port, faultless so far. */
    public static FaultyProxy before(URI upstream) {
        try {
            return new FaultyProxy(upstream, new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on, misbehaves like this, and like this only. */
    public void inject(Fault fault) {
        this.fault = Optional.of(fault);
    }

    /** From now on, such requests are not passed on, but answered by a substitute, unless they are struck by a fault. */
    public void answer(Predicate<HttpHead> requests, Substitute by) {
        substitute = by;
        answered = requests;
    }

    /** From now on, strikes nothing. */
    public void heal() {
        fault = Optional.empty();
    }

    /** The requests that came so far, faulty or not, as {@code PUT /path?query}. */
    public List<String> requests() {
        return List.copyOf(seen);
    }

    /** The same with their header fields. */
    public List<HttpHead> heads() {
        return List.copyOf(heads);
    }

    public void forgetRequests() {
        seen.clear();
        heads.clear();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            if (closed.getCount() > 0) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A socket that breaks, on either side, ends the conversation: the other side shall see that too. */
    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            try {
                new Conversation(client, server).run();
            } finally {
                sockets.remove(client);
                sockets.remove(server);
            }
        } catch (SocketException | EOFException e) {
            sockets.remove(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** One connection of a client: request by request, each with a connection to the server kept open beside it. */
    private final class Conversation {

        private final Socket client;
        private final InputStream fromClient;
        private final OutputStream toClient;
        private final InputStream fromServer;
        private final OutputStream toServer;

        Conversation(Socket client, Socket server) throws IOException {
            this.client = client;
            this.fromClient = new BufferedInputStream(client.getInputStream());
            this.toClient = client.getOutputStream();
            this.fromServer = new BufferedInputStream(server.getInputStream());
            this.toServer = server.getOutputStream();
        }

        void run() throws IOException {
            for (Optional<HttpHead> next = HttpHead.read(fromClient);
                    next.isPresent();
                    next = HttpHead.read(fromClient)) {
                HttpHead request = next.get();
                seen.add(request.method() + " " + request.target());
                heads.add(request);
                if (!exchange(request, fault.filter(f -> f.strikes(request)))) {
                    return;
                }
            }
        }

        /** Whether the connection goes on. */
        private boolean exchange(HttpHead request, Optional<Fault> striking) throws IOException {
            Fault.Kind kind = striking.map(Fault::kind).orElse(Fault.Kind.NONE);
            long bytes = striking.map(Fault::bytes).orElse(Long.MAX_VALUE);
            switch (kind) {
                case STATUS -> {
                    toClient.write(striking.orElseThrow().answer());
                    toClient.flush();
                    client.shutdownOutput();
                    fromClient.transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                case SILENCE -> {
                    fromClient.transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                case DAMAGE_REQUEST -> {
                    toServer.write(request.bytes());
                    ByteArrayOutputStream body = new ByteArrayOutputStream();
                    request.forwardBody(fromClient, body, Long.MAX_VALUE);
                    byte[] damaged = body.toByteArray();
                    damaged[damaged.length / 2] ^= 1;
                    toServer.write(damaged);
                    toServer.flush();
                    return HttpHead.forward(fromServer, toClient, request, Long.MAX_VALUE);
                }
                case RESET_REQUEST, STALL_REQUEST -> {
                    forwardRequest(request, bytes);
                    if (kind == Fault.Kind.RESET_REQUEST) {
                        reset(client);
                    } else {
                        awaitClose();
                    }
                    return false;
                }
                case SWALLOW_RESPONSE -> {
                    forwardRequest(request, Long.MAX_VALUE);
                    HttpHead.forward(fromServer, OutputStream.nullOutputStream(), request, Long.MAX_VALUE);
                    fromClient.transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                case RESET_RESPONSE, STALL_RESPONSE -> {
                    forwardRequest(request, Long.MAX_VALUE);
                    HttpHead.forward(fromServer, toClient, request, bytes);
                    if (kind == Fault.Kind.RESET_RESPONSE) {
                        reset(client);
                    } else {
                        fromClient.transferTo(OutputStream.nullOutputStream());
                    }
                    return false;
                }
                case NONE -> {
                    if (answered.test(request)) {
                        ByteArrayOutputStream body = new ByteArrayOutputStream();
                        request.forwardBody(fromClient, body, Long.MAX_VALUE);
                        toClient.write(substitute.answer(request, body.toByteArray()));
                        toClient.flush();
                        return true;
                    }
                    forwardRequest(request, Long.MAX_VALUE);
                    return HttpHead.forward(fromServer, toClient, request, Long.MAX_VALUE);
                }
            }
            throw new IllegalStateException("Unknown fault " + kind);
        }

        /** Without reading: the client's writes shall block once the buffers of both sockets are full. */
        private void awaitClose() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void forwardRequest(HttpHead request, long bytes) throws IOException {
            toServer.write(request.bytes());
            if (request.field("expect").map(v -> v.toLowerCase(Locale.ROOT)).isPresent()) {
                toServer.flush();
                HttpHead interim = HttpHead.read(fromServer).orElseThrow(EOFException::new);
                toClient.write(interim.bytes());
                toClient.flush();
            }
            request.forwardBody(fromClient, toServer, bytes);
            toServer.flush();
        }
    }
}
