package com.psc.attachments.access;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service that asks everybody who he is. Its tests share one; others can be started beside it. */
final class GuardedService {

    static final String ADMIN_TOKEN = "the.operators.very-own_token~0123456789";

    private static final Surroundings SURROUNDINGS = Surroundings.withoutBucket();

    private GuardedService() {}

    private static final class Shared {
        private static final RunningService SERVICE = another();
    }

    static RunningService shared() {
        return Shared.SERVICE;
    }

    /** Another instance on the same database and folders, for whoever calls and closes it. */
    static RunningService another(String... properties) {
        return start(SURROUNDINGS, properties);
    }

    static RunningService start(Surroundings surroundings, String... properties) {
        return start(surroundings, context -> {}, properties);
    }

    /** One whose parts are changed before it starts. */
    static RunningService start(
            Surroundings surroundings, Consumer<GenericApplicationContext> wiring, String... properties) {
        return RunningService.start(
                surroundings,
                BackendName.LOCAL,
                wiring,
                Stream.concat(
                                Stream.of(
                                        "psc.access.mode=required",
                                        "psc.access.admin-token=" + ADMIN_TOKEN,
                                        "psc.access.wrong-tokens=1000000"),
                                Arrays.stream(properties))
                        .toArray(String[]::new));
    }

    static Api operator() {
        return shared().api().with(ADMIN_TOKEN);
    }

    /** What making a token answers. */
    static JsonNode made(String role, int... companies) {
        String list = Arrays.stream(companies).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        Api.Answer answer = operator()
                .postJson(
                        "/access/tokens",
                        "{\"name\": \"a %s\", \"role\": \"%s\", \"companies\": %s}".formatted(role, role, list));
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
        return answer.json();
    }

    /** A client with a new token. */
    static Api caller(String role, int... companies) {
        return shared().api().with(made(role, companies).get("token").asString());
    }
}
