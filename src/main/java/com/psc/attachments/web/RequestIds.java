package com.psc.attachments.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} if it is a plain one, else a new one. It stands in the answer,
 * in problems and in every line that the request logs, beside the client's address.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestIds extends OncePerRequestFilter {

    static final String HEADER = "X-Request-Id";
    static final String KEY = "request_id";

    private static final String CLIENT = "client_address";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = request.getAttribute(KEY) instanceof String given ? given : idOf(request.getHeader(HEADER));
        request.setAttribute(KEY, id);
        response.setHeader(HEADER, id);
        response.setHeader("X-Content-Type-Options", "nosniff");
        try (MDC.MDCCloseable closing = MDC.putCloseable(KEY, id);
                MDC.MDCCloseable closingToo = MDC.putCloseable(CLIENT, request.getRemoteAddr())) {
            chain.doFilter(request, response);
        }
    }

    /** The error page keeps the id of the request that led to it, if that came as far as here. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    static String idOf(@Nullable String sent) {
        return sent != null && PLAIN.matcher(sent).matches()
                ? sent
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
