package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One way in which {@link FaultyProxy} misbehaves, and to which requests. */
public final class Fault {

    enum Kind {
        NONE,
        STATUS,
        SILENCE,
        DAMAGE_REQUEST,
        RESET_REQUEST,
        RESET_RESPONSE,
        STALL_REQUEST,
        STALL_RESPONSE,
        SWALLOW_RESPONSE
    }

    private final Kind kind;
    private final int status;
    private final long bytes;
    private Predicate<HttpHead> which = request -> true;
    private Predicate<Integer> when = count -> true;
    private final AtomicInteger matching = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();

    private Fault(Kind kind, int status, long bytes) {
        this.kind = kind;
        this.status = status;
        this.bytes = bytes;
    }

    /** Answers that status and passes nothing on. */
    public static Fault status(int status) {
        return new Fault(Kind.STATUS, status, 0);
    }

    /** Reads everything and never says a word. */
    public static Fault silence() {
        return new Fault(Kind.SILENCE, 0, 0);
    }

    /** Passes the request on with one bit of its body turned over. */
    public static Fault damagedRequest() {
        return new Fault(Kind.DAMAGE_REQUEST, 0, 0);
    }

    /** Passes so many bytes of the request's body on, then resets the client's connection. */
    public static Fault resetAfterRequestBytes(long bytes) {
        return new Fault(Kind.RESET_REQUEST, 0, bytes);
    }

    /** Passes so many bytes of the response's body on, then resets the client's connection. */
    public static Fault resetAfterResponseBytes(long bytes) {
        return new Fault(Kind.RESET_RESPONSE, 0, bytes);
    }

    /** Passes so many bytes of the request's body on, then reads no more. */
    public static Fault stallAfterRequestBytes(long bytes) {
        return new Fault(Kind.STALL_REQUEST, 0, bytes);
    }

    /** Passes so many bytes of the response's body on, then sends no more. */
    public static Fault stallAfterResponseBytes(long bytes) {
        return new Fault(Kind.STALL_RESPONSE, 0, bytes);
    }

    /** Lets the server do what was asked, and keeps its answer. */
    public static Fault swallowedResponse() {
        return new Fault(Kind.SWALLOW_RESPONSE, 0, 0);
    }

    /** Only requests of that method. */
    public Fault on(String method) {
        return on(request -> request.method().equals(method));
    }

    /** Only such requests. */
    public Fault on(Predicate<HttpHead> requests) {
        which = which.and(requests);
        return this;
    }

    /** Only the next so many of the requests meant. */
    public Fault times(int count) {
        when = when.and(n -> n <= count);
        return this;
    }

    /** Only every so manieth of the requests meant. */
    public Fault every(int kth) {
        when = when.and(n -> n % kth == 0);
        return this;
    }

    /** How many requests it has struck. */
    public int struck() {
        return struck.get();
    }

    boolean strikes(HttpHead request) {
        boolean strikes = which.test(request) && when.test(matching.incrementAndGet());
        if (strikes) {
            struck.incrementAndGet();
        }
        return strikes;
    }

    Kind kind() {
        return kind;
    }

    long bytes() {
        return bytes;
    }

    byte[] answer() {
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + (status == 503 ? "SlowDown" : "Fault")
                + "</Code><Message>injected</Message></Error>";
        return ("HTTP/1.1 " + status + " Injected\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(US_ASCII);
    }
}
