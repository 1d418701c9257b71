package com.psc.attachments.web;

import com.psc.attachments.access.TooManyWrongTokens;
import com.psc.attachments.access.Unauthenticated;
import com.psc.attachments.attachment.UnsatisfiableRange;
import com.psc.attachments.attachment.UploadInProgress;
import com.psc.attachments.attachment.UploadInterrupted;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.maintenance.TooManyOrphans;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers every exception with its problem. */
@RestControllerAdvice
class ProblemAdvice {

    /** Where a problem is kept for the error page. */
    static final String ANSWERED = ProblemAdvice.class.getName() + ".answered";

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private static final Pattern IN_EVERY_ANSWER = Pattern.compile(
            "access-control-.*|vary|deprecation|sunset|link|x-content-type-options|" + RequestIds.HEADER,
            Pattern.CASE_INSENSITIVE);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    @org.jspecify.annotations.Nullable
    ResponseEntity<ProblemDetail> answer(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted() && isOfEvents(response)) {
            // Whoever listens has left; nobody waits for the rest of an answer.
            log.debug("{} {} ended: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
            return null;
        }
        if (response.isCommitted() && !(e instanceof UploadInterrupted)) {
            // The client has the beginning of an answer: only a broken connection tells it that the rest will not come.
            boolean clientLeft = e.getCause() instanceof AsyncRequestNotUsableException;
            Level level = clientLeft ? Level.DEBUG : Level.WARN;
            log.atLevel(level).log("{} {} broke off: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
            throw new IOException("The answer broke off", e);
        }
        ProblemDetail problem = problems.of(e, request);
        if (response.isCommitted()) {
            // Tomcat has given up a request whose body breaks its format, and shows the error page.
            request.setAttribute(ANSWERED, problem);
            return null;
        }
        forgetTheFile(response);
        HttpHeaders headers = new HttpHeaders();
        if (e instanceof ErrorResponse framework) {
            headers.putAll(framework.getHeaders());
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.getStatus() == 503 || e instanceof UploadInProgress || e instanceof JobUnderWay) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (e instanceof TooManyRequests refused) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(refused.retryAfterSeconds()));
        }
        if (e instanceof Unauthenticated unknown) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, unknown.challenge());
        }
        if (e instanceof TooManyWrongTokens wrong) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(wrong.patience().plusMillis(999).toSeconds()));
        }
        if (e instanceof JobUnderWay other) {
            headers.set(HttpHeaders.LINK, related(other.address()));
        }
        if (e instanceof TooManyOrphans planned) {
            headers.set(HttpHeaders.LINK, related(planned.address()));
        }
        if (e instanceof UnsatisfiableRange range) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + range.size());
        }
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }

    private static boolean isOfEvents(HttpServletResponse response) {
        return response.getContentType() != null
                && response.getContentType().startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private static String related(String address) {
        return "<" + address + ">; rel=\"related\"";
    }

    /** Takes back what was said about a file that will not be sent, and keeps what is said in every answer. */
    private static void forgetTheFile(HttpServletResponse response) {
        Map<String, Collection<String>> kept = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (IN_EVERY_ANSWER.matcher(name).matches()) {
                kept.put(name, response.getHeaders(name));
            }
        }
        response.reset();
        kept.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }
}
