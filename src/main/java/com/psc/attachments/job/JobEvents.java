package com.psc.attachments.job;

import com.psc.attachments.thread.DaemonThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells listeners every second how a job is getting on, until it ends: as
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>, {@code progress} and at last
 * {@code end}, or as lines of text. Listeners cost neither a thread nor a connection to the database. One that leaves is forgotten,
 * one that does not keep up misses what was meanwhile.
 */
@Component
public class JobEvents implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobEvents.class);
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    private static final int TICKS_A_SECOND = 1000 / JobWatch.TICK_MILLIS;
    private static final int SENDERS = 8;
    private static final long FOR_EVER = 0;

    private final JobWatch watch;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, new DaemonThreads("job-events"));
    private volatile boolean running;

    JobEvents(JobWatch watch) {
        this.watch = watch;
    }

    /** @param job its address */
    public <V extends JobView> ResponseEntity<SseEmitter> asServerSentEvents(String job, Supplier<V> look) {
        SseEmitter emitter = new SseEmitter(FOR_EVER);
        listen(job, look, emitter, view -> {
            boolean ended = view.stage() == JobView.Stage.ENDED;
            emitter.send(SseEmitter.event().name("progress").data(view, MediaType.APPLICATION_JSON));
            if (ended) {
                emitter.send(SseEmitter.event().name("end").data(view, MediaType.APPLICATION_JSON));
            }
        });
        return answer(MediaType.TEXT_EVENT_STREAM, emitter);
    }

    /** @param job its address */
    public <V extends JobView> ResponseEntity<ResponseBodyEmitter> asText(String job, Supplier<V> look) {
        ResponseBodyEmitter emitter = new ResponseBodyEmitter(FOR_EVER);
        listen(job, look, emitter, view -> emitter.send(view.line() + "\n", TEXT));
        return answer(TEXT, emitter);
    }

    private static <E extends ResponseBodyEmitter> ResponseEntity<E> answer(MediaType type, E emitter) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                // What some proxies go by, that would keep lines back until there are enough of them.
                .header("X-Accel-Buffering", "no")
                .body(emitter);
    }

    private <V extends JobView> void listen(
            String job, Supplier<V> look, ResponseBodyEmitter emitter, Sending<V> sending) {
        Listener listener = new Listener(emitter);
        listeners.add(listener);
        emitter.onCompletion(() -> listeners.remove(listener));
        watch.watch(job, look, (V view) -> {
            listener.tell(view, sending);
            return view.stage() != JobView.Stage.ENDED && listeners.contains(listener);
        });
    }

    private interface Sending<V> {
        void send(V view) throws IOException;
    }

    private final class Listener {

        private final ResponseBodyEmitter emitter;
        private final AtomicBoolean sending = new AtomicBoolean();
        private int ticks;

        Listener(ResponseBodyEmitter emitter) {
            this.emitter = emitter;
        }

        <V extends JobView> void tell(V view, Sending<V> way) {
            boolean ended = view.stage() == JobView.Stage.ENDED;
            boolean due = ticks++ % TICKS_A_SECOND == 0;
            if (ended) {
                senders.execute(() -> send(view, way));
            } else if (due && sending.compareAndSet(false, true)) {
                senders.execute(() -> {
                    send(view, way);
                    sending.set(false);
                });
            }
        }

        private synchronized <V extends JobView> void send(V view, Sending<V> way) {
            try {
                way.send(view);
                if (view.stage() == JobView.Stage.ENDED) {
                    emitter.complete();
                }
            } catch (IOException | IllegalStateException left) {
                log.debug("A listener left: {}", left.getMessage());
                listeners.remove(this);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** The web server waits for requests to end: these would not by themselves. */
    @Override
    public void stop() {
        running = false;
        listeners.forEach(listener -> listener.emitter.complete());
        senders.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
