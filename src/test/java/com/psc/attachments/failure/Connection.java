package com.psc.attachments.failure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends what it wants and goes when it wants. */
final class Connection implements AutoCloseable {

    private final Socket socket;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
    }

    /** How a client goes away. */
    enum Parting {
        /** It says that it is done, and would still read an answer. */
        HALF_CLOSED,
        /** It is gone. */
        RESET
    }

    void send(byte[] bytes, int offset, int length) throws IOException {
        socket.getOutputStream().write(bytes, offset, length);
    }

    void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    /** What the service answers until it closes the connection; what came before it was reset otherwise. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] chunk = new byte[8192];
        try {
            int read;
            while ((read = socket.getInputStream().read(chunk)) >= 0) {
                answer.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException reset) {
            return answer.toString();
        }
        return answer.toString();
    }

    /** The answer that there still is, if any. */
    String part(Parting parting) throws IOException {
        if (parting == Parting.RESET) {
            socket.setSoLinger(true, 0);
            socket.close();
            return "";
        }
        socket.shutdownOutput();
        return answer();
    }

    /** Whether the service has ended the connection. Says a word into the blue to find out. */
    boolean isGivenUp() {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
