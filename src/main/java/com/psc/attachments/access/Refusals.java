package com.psc.attachments.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers those who are not let in as every other problem is answered. */
@Component
class Refusals implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {

    private final HandlerExceptionResolver problems;
    private final WrongTokens wrongTokens;

    Refusals(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, WrongTokens wrongTokens) {
        this.problems = problems;
        this.wrongTokens = wrongTokens;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws ServletException {
        answer(request, response, Unauthenticated.withoutToken());
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws ServletException {
        if (e instanceof AuthenticationServiceException && e.getCause() instanceof RuntimeException outage) {
            answer(request, response, outage);
        } else if (e instanceof InvalidBearerTokenException) {
            answer(request, response, wrongToken(request.getRemoteAddr()));
        } else {
            answer(request, response, e);
        }
    }

    private RuntimeException wrongToken(String address) {
        return wrongTokens
                .note(address)
                .<RuntimeException>map(TooManyWrongTokens::new)
                .orElseGet(Unauthenticated::withWrongToken);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws ServletException {
        answer(request, response, new CallRefused());
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, RuntimeException reason)
            throws ServletException {
        if (problems.resolveException(request, response, null, reason) == null) {
            throw new ServletException("Nothing answers " + reason, reason);
        }
    }
}
