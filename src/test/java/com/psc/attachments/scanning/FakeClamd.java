package com.psc.attachments.scanning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Speaks like clamd, and looks into ZIP archives as it does. */
final class FakeClamd implements TestScanner {

    /** How it behaves once it has been told to take a file. */
    enum Manner {
        PROPER,
        TAKES_NOTHING,
        SAYS_NOTHING,
        BREAKS_OFF,
        FAILS
    }

    private static final String EICAR = new String(Eicar.content(), StandardCharsets.ISO_8859_1);

    private final int port = TestScanner.freePort();
    private final Manner manner;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private @Nullable Thread accepting;

    FakeClamd() {
        this(Manner.PROPER);
    }

    FakeClamd(Manner manner) {
        this.manner = manner;
    }

    @Override
    public void start() {
        try {
            ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            server = listening;
            accepting = thread(() -> {
                while (!listening.isClosed()) {
                    Socket client = accept(listening);
                    if (client != null) {
                        open.add(client);
                        thread(() -> serve(client));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fake-clamd");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static @Nullable Socket accept(ServerSocket listening) {
        try {
            return listening.accept();
        } catch (IOException e) {
            if (listening.isClosed()) {
                return null;
            }
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream input = new DataInputStream(client.getInputStream());
            String command = command(input);
            String reply = switch (command) {
                case "zPING" -> "PONG";
                case "zVERSION" -> "ClamAV of tests";
                case "zINSTREAM" -> scan(client, input);
                default -> "UNKNOWN COMMAND";
            };
            client.getOutputStream().write((reply + "\0").getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            // As long as the other side sends, closing would take back what was said.
            client.setSoTimeout(2000);
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException left) {
            open.remove(client);
        }
    }

    private static String command(DataInputStream input) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int next = input.read(); next > 0; next = input.read()) {
            command.append((char) next);
        }
        return command.toString();
    }

    private String scan(Socket client, DataInputStream input) throws IOException {
        if (manner == Manner.TAKES_NOTHING) {
            waitFor(client);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = input.readInt(); length > 0; length = input.readInt()) {
            if (manner == Manner.BREAKS_OFF) {
                throw new IOException("As it is told");
            }
            if (content.size() + length > LARGEST) {
                return "INSTREAM size limit exceeded. ERROR";
            }
            content.writeBytes(input.readNBytes(length));
        }
        if (manner == Manner.SAYS_NOTHING) {
            waitFor(client);
        }
        if (manner == Manner.FAILS) {
            return "stream: Can't allocate memory ERROR";
        }
        return holdsEicar(content.toByteArray()) ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }

    /** Until the other side gives up. */
    private static void waitFor(Socket client) throws IOException {
        synchronized (client) {
            while (!client.isClosed()) {
                try {
                    client.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
        throw new IOException("Closed");
    }

    private static boolean holdsEicar(byte[] content) throws IOException {
        if (new String(content, StandardCharsets.ISO_8859_1).contains(EICAR)) {
            return true;
        }
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (holdsEicar(zip.readAllBytes())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void stop() {
        try {
            Objects.requireNonNull(server).close();
            // Until the one who waits for clients has left, the system lets them in, and nobody else listen there.
            Objects.requireNonNull(accepting).join();
            for (Socket client : open) {
                client.close();
                synchronized (client) {
                    client.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }
}
