package com.psc.attachments.access;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** The only place that Spring Security has: without AUTH_MODE=required there is none, and requests pay nothing for it. */
class KnownCallersOnly implements BeanRegistrar {

    /** Behind the request's id and the allowed origins, which every answer needs. */
    private static final int BEFORE_ALL_THAT_ANSWERS = -100;

    private static final String SCHEME = "Bearer ";

    @Override
    public void register(BeanRegistry beans, Environment settings) {
        AccessSettings access = Binder.get(settings).bindOrCreate("psc.access", AccessSettings.class);
        if (access.mode() != AccessSettings.Mode.REQUIRED) {
            return;
        }
        beans.registerBean(
                "knownCallersOnly",
                new ParameterizedTypeReference<FilterRegistrationBean<FilterChainProxy>>() {},
                filter -> filter.supplier(of -> registration(
                        new BearerTokens(
                                of.bean(AccessSettings.class),
                                of.bean(AccessTokens.class),
                                Optional.of(of.bean(OidcSettings.class))
                                        .filter(OidcSettings::nameKeys)
                                        .map(accepted -> new WebTokens(accepted, of.bean(Clock.class)))),
                        of.bean(Refusals.class),
                        of.bean(Sight.class))));
        beans.registerBean(
                "sightOfConnections",
                BeanPostProcessor.class,
                connections -> connections.supplier(of -> sightOfConnections(of.beanProvider(Sight.class))));
    }

    /** A request passes once; what an answer is completed by later is not asked again. */
    private static FilterRegistrationBean<FilterChainProxy> registration(
            BearerTokens tokens, Refusals refusals, Sight sight) {
        BearerTokenAuthenticationFilter authentication =
                new BearerTokenAuthenticationFilter(tokens, KnownCallersOnly::presentedToken);
        authentication.setAuthenticationFailureHandler(refusals);
        ExceptionTranslationFilter translation = new ExceptionTranslationFilter(refusals, new NullRequestCache());
        translation.setAccessDeniedHandler(refusals);
        FilterRegistrationBean<FilterChainProxy> registration =
                new FilterRegistrationBean<>(new FilterChainProxy(new DefaultSecurityFilterChain(
                        AnyRequestMatcher.INSTANCE,
                        new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
                        authentication,
                        principal(),
                        translation,
                        new AuthorizationFilter(KnownCallersOnly::decide),
                        new CallersSight(sight))));
        registration.setOrder(BEFORE_ALL_THAT_ANSWERS);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        return registration;
    }

    /** Who limits callers asks the request itself who it is of. */
    private static SecurityContextHolderAwareRequestFilter principal() {
        SecurityContextHolderAwareRequestFilter principal = new SecurityContextHolderAwareRequestFilter();
        try {
            principal.afterPropertiesSet();
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        return principal;
    }

    /** Wraps the pool of connections, which is not in the way of anybody while nobody is asked who he is. */
    private static BeanPostProcessor sightOfConnections(ObjectProvider<Sight> sight) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new SightOfConnections(pool, sight.getObject()) : bean;
            }
        };
    }

    /** From the header only: Spring's own looks for parameters too, and would take a form's body away from its reader. */
    private static @Nullable Authentication presentedToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || admitsAnybody(request)) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : new BearerTokenAuthenticationToken(token);
    }

    private static boolean admitsAnybody(HttpServletRequest request) {
        return Routes.ruleFor(request).stream().anyMatch(rule -> rule.admission() == Routes.Admission.ANYBODY);
    }

    private static AuthorizationDecision decide(
            Supplier<? extends @Nullable Authentication> authentication, HttpServletRequest request) {
        return new AuthorizationDecision(admitsAnybody(request)
                || authentication.get() instanceof Identity identity
                        && Routes.ruleFor(request).stream()
                                .anyMatch(rule -> rule.admission()
                                        .includes(identity.caller().role())));
    }
}
