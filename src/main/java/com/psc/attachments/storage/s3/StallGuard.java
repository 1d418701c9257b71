package com.psc.attachments.storage.s3;

import com.psc.attachments.thread.DaemonThreads;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Ends a request whose body the store no longer takes. A socket's timeout only guards reading, and a limit on the whole
 * request would end large parts on slow lines that move all the time.
 */
final class StallGuard implements SdkHttpClient {

    private final SdkHttpClient client;
    private final Duration silence;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("s3-stall-guard"));

    /** Owns the client: closing this closes it. */
    StallGuard(SdkHttpClient client, Duration silence) {
        this.client = client;
        this.silence = silence;
        watch.scheduleWithFixedDelay(() -> underWay.forEach(Exchange::endIfStalled), 500, 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        if (request.contentStreamProvider().isEmpty()) {
            return client.prepareRequest(request);
        }
        return new Exchange(request);
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        client.close();
    }

    private final class Exchange implements ExecutableHttpRequest {

        private final ExecutableHttpRequest guarded;
        private volatile long lastMove = System.nanoTime();
        private volatile boolean stalled;

        Exchange(HttpExecuteRequest request) {
            HttpExecuteRequest.Builder copy = HttpExecuteRequest.builder().request(request.httpRequest());
            request.metricCollector().ifPresent(copy::metricCollector);
            request.contentStreamProvider()
                    .ifPresent(content -> copy.contentStreamProvider(() -> new Watched(content.newStream())));
            guarded = client.prepareRequest(copy.build());
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            moved();
            underWay.add(this);
            try {
                return guarded.call();
            } catch (IOException | RuntimeException e) {
                if (stalled) {
                    SocketTimeoutException timeout =
                            new SocketTimeoutException("No byte moved in " + silence.toSeconds() + " s");
                    timeout.initCause(e);
                    throw timeout;
                }
                throw e;
            } finally {
                underWay.remove(this);
            }
        }

        @Override
        public void abort() {
            guarded.abort();
        }

        private void moved() {
            lastMove = System.nanoTime();
        }

        private void endIfStalled() {
            if (System.nanoTime() - lastMove > silence.toNanos()) {
                stalled = true;
                guarded.abort();
            }
        }

        private final class Watched extends FilterInputStream {

            Watched(InputStream content) {
                super(content);
            }

            @Override
            public int read() throws IOException {
                moved();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                moved();
                return super.read(buffer, offset, length);
            }
        }
    }
}
