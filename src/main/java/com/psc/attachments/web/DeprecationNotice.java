package com.psc.attachments.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Tells the users of the {@code /documents} routes where they have gone
 * (<a href="https://www.rfc-editor.org/rfc/rfc9745">RFC 9745</a>, <a href="https://www.rfc-editor.org/rfc/rfc8594">RFC
 * 8594</a>).
 */
@Configuration(proxyBeanMethods = false)
class DeprecationNotice implements WebMvcConfigurer, HandlerInterceptor {

    private static final String OLD = "/documents";
    private static final Instant DEPRECATED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SUNSET = Instant.parse("2028-11-01T00:00:00Z");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns(OLD + "/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String successor = "/attachments"
                + request.getRequestURI().substring(request.getContextPath().length() + OLD.length());
        response.setHeader("Deprecation", "@" + DEPRECATED.getEpochSecond());
        response.setHeader("Sunset", DateTimeFormatter.RFC_1123_DATE_TIME.format(SUNSET.atOffset(ZoneOffset.UTC)));
        response.addHeader("Link", "<" + successor + ">; rel=\"successor-version\"");
        return true;
    }
}
