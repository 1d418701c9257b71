package com.psc.attachments.web;

import com.psc.attachments.attachment.UnsatisfiableRange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers every exception with its problem. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    @org.jspecify.annotations.Nullable
    ResponseEntity<ProblemDetail> answer(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            // The client has the beginning of an answer: only a broken connection tells it that the rest will not come.
            log.warn("{} {} broke off: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
            throw new IOException("The answer broke off", e);
        }
        ProblemDetail problem = problems.of(e, request);
        response.reset();
        response.setHeader(RequestIds.HEADER, String.valueOf(request.getAttribute(RequestIds.KEY)));
        HttpHeaders headers = new HttpHeaders();
        if (e instanceof ErrorResponse framework) {
            headers.putAll(framework.getHeaders());
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.set("X-Content-Type-Options", "nosniff");
        if (problem.getStatus() == 503 || problem.getStatus() == 409) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (e instanceof UnsatisfiableRange range) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + range.size());
        }
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }
}
