package com.psc.attachments.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request look as the client made it, if a trusted proxy passes it on: {@code X-Forwarded-For}, {@code -Proto},
 * {@code -Host}, {@code -Port} and {@code -Prefix}, or else {@code Forwarded} (RFC 7239). From anybody else the same headers are
 * not seen.
 */
final class ForwardedRequests extends OncePerRequestFilter {

    private final TrustedProxies proxies;
    private final ForwardedHeaderFilter taking = new ForwardedHeaderFilter();
    private final ForwardedHeaderFilter leaving = new ForwardedHeaderFilter();

    ForwardedRequests(TrustedProxies proxies) {
        this.proxies = proxies;
        leaving.setRemoveOnly(true);
    }

    /** The page of an error that no controller has seen needs them too. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (proxies.include(request.getRemoteAddr())) {
            taking.doFilter(new ForwardedRequest(request, proxies), response, (seen, answer) -> {
                String prefix = ((HttpServletRequest) seen).getContextPath();
                chain.doFilter(
                        seen, prefix.isEmpty() ? answer : new BehindPrefix((HttpServletResponse) answer, prefix));
            });
        } else {
            leaving.doFilter(request, response, chain);
        }
    }

    /** Addresses without a host, as clients see them. */
    private static final class BehindPrefix extends HttpServletResponseWrapper {

        private final String prefix;

        BehindPrefix(HttpServletResponse response, String prefix) {
            super(response);
            this.prefix = prefix;
        }

        private String seenByClients(String name, String value) {
            if (name.equalsIgnoreCase("Location") && value.startsWith("/")) {
                return prefix + value;
            }
            return name.equalsIgnoreCase("Link") && value.startsWith("</") ? "<" + prefix + value.substring(1) : value;
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, seenByClients(name, value));
        }

        @Override
        public void addHeader(String name, String value) {
            super.addHeader(name, seenByClients(name, value));
        }
    }
}
