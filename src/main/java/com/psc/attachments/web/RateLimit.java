package com.psc.attachments.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses the requests of callers who make more than they may, before anything of a body is read. */
final class RateLimit extends OncePerRequestFilter {

    /** The memory is bounded, whoever calls: beyond so many, those who called least are forgotten, and begin anew. */
    private static final int MOST_CALLERS = 20_000;

    private final RequestRate rate;
    private final HandlerExceptionResolver problems;
    private final Cache<Caller, RequestAllowance> allowances;

    /** @param problems answers exceptions */
    RateLimit(RequestRate rate, HandlerExceptionResolver problems) {
        this.rate = rate;
        this.problems = problems;
        // Who has made no request for a period has all of them left, like somebody new.
        this.allowances = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .expireAfterAccess(rate.period())
                .build();
    }

    /** Whoever is told that a service is not healthy restarts it. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/health") || path.startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long now = System.nanoTime();
        Duration wait = allowances
                .get(Caller.of(request), caller -> new RequestAllowance(now))
                .take(rate, now);
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            TooManyRequests refusal = new TooManyRequests(
                    "A caller may make " + rate + "; RATE_LIMIT says so. Nothing was done; try again later.", wait);
            problems.resolveException(request, response, null, refusal);
        }
    }
}
