package com.psc.attachments.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses the uploads of callers who have as many under way as they may, before anything of a body is read. */
@Configuration(proxyBeanMethods = false)
class UploadsAtOnce implements WebMvcConfigurer, HandlerInterceptor {

    /** Nobody knows when an upload will be through; the shortest are. */
    private static final Duration UNTIL_ANOTHER_TRY = Duration.ofSeconds(5);

    private static final String CALLER = UploadsAtOnce.class.getName() + ".caller";

    private final int most;
    private final Map<Caller, Integer> underWay = new ConcurrentHashMap<>();

    UploadsAtOnce(LimitSettings limits) {
        most = limits.uploadsPerCaller() == null ? Integer.MAX_VALUE : limits.uploadsPerCaller();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/attachments", "/attachments/upload", "/documents/upload");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Caller caller = Caller.of(request);
        underWay.merge(caller, 1, (before, one) -> {
            if (before >= most) {
                throw new TooManyRequests(
                        "A caller may have " + most + " uploads under way at once; UPLOADS_PER_CALLER says so.",
                        UNTIL_ANOTHER_TRY);
            }
            return before + one;
        });
        request.setAttribute(CALLER, caller);
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        underWay.computeIfPresent(
                (Caller) request.getAttribute(CALLER), (caller, before) -> before == 1 ? null : before - 1);
    }
}
