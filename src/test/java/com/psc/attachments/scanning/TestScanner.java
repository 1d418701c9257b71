package com.psc.attachments.scanning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A scanner on a port of its own that knows the EICAR text, and takes files of {@value #LARGEST} bytes at most. */
public interface TestScanner extends AutoCloseable {

    int LARGEST = 4 * 1024 * 1024;

    /** Has it listen. */
    void start();

    /** Has it end, and listen no more, until it is started again. */
    void stop();

    int port();

    /** The real one where it is installed, and otherwise one that speaks like it. It listens. */
    static TestScanner started() {
        TestScanner scanner = RealClamd.isInstalled() ? new RealClamd() : new FakeClamd();
        scanner.start();
        return scanner;
    }

    @Override
    default void close() {
        stop();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
