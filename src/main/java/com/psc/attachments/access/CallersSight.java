package com.psc.attachments.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has a request see the files of its caller's companies only, and that of a stranger none. */
final class CallersSight extends OncePerRequestFilter {

    private final Sight sight;

    CallersSight(Sight sight) {
        this.sight = sight;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (Sight.Opened seen = SecurityContextHolder.getContext().getAuthentication() instanceof Identity identity
                ? sight.open(identity.caller().companies())
                : sight.openNothing()) {
            chain.doFilter(request, response);
        }
    }
}
