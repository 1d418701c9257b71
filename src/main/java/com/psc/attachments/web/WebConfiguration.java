package com.psc.attachments.web;

import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@Import(VirtualThreads.class)
class WebConfiguration implements WebMvcConfigurer {

    private static final long MOST_CLIENTS = 2048;

    /** Measured: 250 KB while a form is uploaded. As much again is left to the garbage collector and all else. */
    private static final long HEAP_FOR_A_CLIENT = 512 * 1024;

    private final WebSettings settings;

    WebConfiguration(WebSettings settings) {
        this.settings = settings;
    }

    /** JSON goes to those too who accept other types only: the former backend never asked, and 406 after a deed misleads. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        HeaderContentNegotiationStrategy accepted = new HeaderContentNegotiationStrategy();
        configurer.strategies(List.of(request -> {
            List<MediaType> types = new ArrayList<>();
            try {
                types.addAll(accepted.resolveMediaTypes(request));
            } catch (HttpMediaTypeNotAcceptableException unreadable) {
                types.clear();
            }
            types.add(MediaType.ALL);
            return types;
        }));
    }

    /** Before all that looks at who asks, and for what. Where no proxy is trusted, nobody looks at what proxies say. */
    @Bean
    FilterRegistrationBean<ForwardedRequests> forwardedRequests() {
        TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
        FilterRegistrationBean<ForwardedRequests> registration =
                new FilterRegistrationBean<>(new ForwardedRequests(proxies));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setEnabled(!proxies.isEmpty());
        return registration;
    }

    /** A filter, so that a page can read every answer that it is allowed to ask for, errors too. */
    @Bean
    FilterRegistrationBean<CorsFilter> allowedOrigins(ProblemOfOrigin refusal) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(settings.corsOrigins());
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"));
        allowed.addAllowedHeader(CorsConfiguration.ALL);
        allowed.setExposedHeaders(List.of(
                "Accept-Ranges",
                "Content-Disposition",
                "Content-Range",
                "Deprecation",
                "ETag",
                "Link",
                "Location",
                "Repr-Digest",
                "Retry-After",
                "Sunset",
                RequestIds.HEADER));
        allowed.setMaxAge(Duration.ofHours(1));
        CorsFilter filter = new CorsFilter(request -> allowed);
        filter.setCorsProcessor(refusal);
        FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        registration.setEnabled(!settings.corsOrigins().isEmpty());
        return registration;
    }

    /** Registered where there is a limit only. Behind the filter that finds out who calls, which Spring Security puts at -100. */
    @Bean
    FilterRegistrationBean<Filter> rateLimit(
            LimitSettings limits, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        RequestRate rate = limits.rate();
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
                rate == null
                        ? (request, response, chain) -> chain.doFilter(request, response)
                        : new RateLimit(rate, problems));
        registration.setOrder(-90);
        registration.setEnabled(rate != null);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> answersBeforeTheEnd(
            AnswersUnderWay answers,
            LimitSettings limits,
            @Value("${server.tomcat.connection-timeout}") Duration silence) {
        SlowBodies slowBodies = new SlowBodies(limits.minBytesPerSecond().toBytes(), silence);
        return factory -> factory.addEngineValves(slowBodies.valve(), answers.valve());
    }

    /** A client that asks before it sends a body is told to go on once somebody wants the body, and not if it is refused. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesOnlyWhenWanted() {
        return factory ->
                factory.addConnectorCustomizers(connector -> connector.setProperty("continueResponseTiming", "onRead"));
    }

    /**
     * As many clients at once as the heap has room for, since each may keep what it keeps for long; others wait to be accepted.
     * Without virtual threads each occupies a thread.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientsThatTheHeapHolds() {
        String clients =
                String.valueOf(Math.min(MOST_CLIENTS, Runtime.getRuntime().maxMemory() / HEAP_FOR_A_CLIENT));
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setProperty("maxConnections", clients);
            connector.setProperty("maxThreads", clients);
        });
    }

    /** Large bodies then cost a quarter of the system calls. A connection keeps these buffers, so they are not larger. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> roomierSocketBuffers() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.appReadBufSize", "32768");
            connector.setProperty("socket.appWriteBufSize", "32768");
        });
    }
}
