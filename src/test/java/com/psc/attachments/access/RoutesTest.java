package com.psc.attachments.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;

/** Every route of the service has its rule, and every rule its route. */
class RoutesTest {

    private static final RunningService SERVICE = GuardedService.start(
            Surroundings.withoutBucket(), "springdoc.api-docs.enabled=true", "springdoc.swagger-ui.enabled=true");

    /** Reached by errors only, which do not come in from outside. */
    private static final Set<String> INTERNAL = Set.of("/error");

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    private static List<Route> routes() {
        return Route.all(SERVICE).stream()
                .filter(route -> !INTERNAL.contains(route.path()))
                .toList();
    }

    @Test
    void everyRouteHasARule() {
        List<Route> routes = routes();

        Set<String> table = new TreeSet<>();
        for (Route route : routes) {
            table.add("%-55s %-6s %s"
                    .formatted(
                            route.path(),
                            route.method(),
                            Routes.ruleFor(route.method(), PathContainer.parsePath(route.example()))
                                    .map(rule -> rule.admission().toString())
                                    .orElse("NO RULE")));
        }
        System.out.println("Routes and whom they let in:\n" + String.join("\n", table));
        assertThat(table).hasSizeGreaterThan(60).noneMatch(line -> line.endsWith("NO RULE"));
    }

    @Test
    void everyRuleHasARoute() {
        Set<Routes.Rule> used = routes().stream()
                .flatMap(route -> Routes.ruleFor(route.method(), PathContainer.parsePath(route.example())).stream())
                .collect(Collectors.toSet());

        assertThat(used).containsExactlyInAnyOrderElementsOf(Routes.RULES);
    }

    @Test
    void onlyHealthAndLinksLetEverybodyIn() {
        Stream<String> open = Routes.RULES.stream()
                .filter(rule -> rule.admission() == Routes.Admission.ANYBODY)
                .map(rule -> rule.path().getPatternString());

        assertThat(open)
                .containsExactlyInAnyOrder(
                        "/health", "/actuator/health/liveness", "/actuator/health/readiness", "/links/{id}");
    }
}
