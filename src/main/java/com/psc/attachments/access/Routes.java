package com.psc.attachments.access;

import static com.psc.attachments.access.Routes.Admission.ANYBODY;
import static com.psc.attachments.access.Routes.Admission.EDITORS;
import static com.psc.attachments.access.Routes.Admission.OPERATORS;
import static com.psc.attachments.access.Routes.Admission.VIEWERS;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Who may call what while everybody is asked who he is. What no rule names, nobody may. */
final class Routes {

    static final List<Rule> RULES = List.of(
            rule("GET", "/health", ANYBODY),
            rule("GET", "/actuator/health/liveness", ANYBODY),
            rule("GET", "/actuator/health/readiness", ANYBODY),
            // A link carries its own proof, and says by itself what it is not for.
            rule("GET POST PUT PATCH DELETE", "/links/{id}", ANYBODY),
            rule("GET", "/attachments/stats", VIEWERS),
            rule("GET", "/attachments/archive", VIEWERS),
            rule("GET", "/attachments/info/{id}", VIEWERS),
            rule("GET", "/attachments/download/{id}", VIEWERS),
            rule("GET", "/attachments/{entity_type}/{entity_id}", VIEWERS),
            rule("POST", "/attachments/{id}/links", VIEWERS),
            rule("GET", "/documents/download/{id}", VIEWERS),
            rule("GET", "/documents/{entity_type}/{entity_id}", VIEWERS),
            rule("GET", "/v3/api-docs/**", VIEWERS),
            rule("GET", "/v3/api-docs.yaml", VIEWERS),
            rule("GET", "/swagger-ui.html", VIEWERS),
            rule("GET", "/swagger-ui/**", VIEWERS),
            rule("POST", "/attachments/upload", EDITORS),
            rule("PUT", "/attachments", EDITORS),
            rule("PUT", "/attachments/{id}/description", EDITORS),
            rule("DELETE", "/attachments/{id}", EDITORS),
            rule("POST", "/attachments/batch", EDITORS),
            rule("POST", "/documents/upload", EDITORS),
            rule("DELETE", "/documents/{id}", EDITORS),
            rule("GET POST PUT DELETE", "/storage/**", OPERATORS),
            rule("GET POST DELETE", "/access/**", OPERATORS),
            rule("GET POST DELETE", "/actuator/**", OPERATORS));

    private Routes() {}

    /** Whom a rule lets through. */
    enum Admission {
        ANYBODY,
        VIEWERS,
        EDITORS,
        OPERATORS;

        boolean includes(Role role) {
            return switch (this) {
                case ANYBODY -> true;
                case VIEWERS -> role.includes(Role.VIEWER);
                case EDITORS -> role.includes(Role.EDITOR);
                case OPERATORS -> role.includes(Role.OPERATOR);
            };
        }
    }

    /** @param methods GET stands for HEAD too */
    record Rule(Set<String> methods, PathPattern path, Admission admission) {

        private boolean names(String method, PathContainer asked) {
            return methods.contains(method.equals("HEAD") ? "GET" : method) && path.matches(asked);
        }
    }

    private static Rule rule(String methods, String path, Admission admission) {
        return new Rule(Set.of(methods.split(" ")), PathPatternParser.defaultInstance.parse(path), admission);
    }

    /** The first rule that names the request, whose path is read as the controllers' are; empty if none does. */
    static Optional<Rule> ruleFor(HttpServletRequest request) {
        return ruleFor(
                request.getMethod(), ServletRequestPathUtils.parse(request).pathWithinApplication());
    }

    static Optional<Rule> ruleFor(String method, PathContainer path) {
        return RULES.stream().filter(rule -> rule.names(method, path)).findFirst();
    }
}
