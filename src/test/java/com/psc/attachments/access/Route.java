package com.psc.attachments.access;

import com.psc.attachments.RunningService;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** A method and a path that the service has a handler for. */
record Route(String method, String path) {

    /** All that the service's own controllers, Actuator and the API description answer. */
    static List<Route> all(RunningService service) {
        Stream<Route> handled = service.parts(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(Route::of);
        Stream<Route> files = service.parts(AbstractUrlHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMap().keySet().stream())
                .map(path -> new Route("GET", path));
        Stream<Route> health = service.part(HealthEndpointGroups.class).getNames().stream()
                .map(group -> new Route("GET", "/actuator/health/" + group));
        return Stream.of(handled, files, health)
                .flatMap(Function.identity())
                .distinct()
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .toList();
    }

    private static Stream<Route> of(RequestMappingInfo mapping) {
        Set<RequestMethod> declared = mapping.getMethodsCondition().getMethods();
        Collection<RequestMethod> methods = declared.isEmpty()
                ? List.of(
                        RequestMethod.GET,
                        RequestMethod.POST,
                        RequestMethod.PUT,
                        RequestMethod.PATCH,
                        RequestMethod.DELETE)
                : declared;
        return mapping.getPatternValues().stream()
                .flatMap(path -> methods.stream().map(method -> new Route(method.name(), path)));
    }

    /** A path that it answers, with something plain for each variable. */
    String example() {
        return path.replaceAll("/\\{[^/]*}", "/1").replace("/**", "/1").replace("*", "");
    }
}
