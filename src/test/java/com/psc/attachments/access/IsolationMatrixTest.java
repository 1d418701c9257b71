package com.psc.attachments.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.RunningService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route that the service has, called by everybody, about own, foreign and unknown files and companies, wherever an id can
 * stand. A route that nothing is said of here makes a test fail.
 */
class IsolationMatrixTest {

    private static final RunningService SERVICE = GuardedService.shared();
    private static final AtomicInteger CELLS = new AtomicInteger();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final int OWN_COMPANY = 610_001;
    private static final int FOREIGN_COMPANY = 610_002;
    private static final int UNKNOWN_COMPANY = 610_003;
    private static final int UNKNOWN_ID = 2_000_000_000;
    private static final String FOREIGN_MARK = "foreign-secret";
    private static final String ENTITY = "entity_type=invoice&entity_id=7";

    /** Who calls; all but the operator for {@link #OWN_COMPANY}. */
    private enum Who {
        NOBODY,
        VIEWER,
        EDITOR,
        OPERATOR;

        private static final Map<Who, Api> CLIENTS = new EnumMap<>(Who.class);

        static {
            CLIENTS.put(NOBODY, SERVICE.api());
            CLIENTS.put(VIEWER, GuardedService.caller("viewer", OWN_COMPANY));
            CLIENTS.put(EDITOR, GuardedService.caller("editor", OWN_COMPANY));
            CLIENTS.put(OPERATOR, GuardedService.operator());
        }

        Api api() {
            return CLIENTS.getOrDefault(this, SERVICE.api());
        }

        boolean reaches(int company) {
            return this == OPERATOR || company == OWN_COMPANY;
        }
    }

    private enum Whose {
        OWN(OWN_COMPANY),
        FOREIGN(FOREIGN_COMPANY),
        UNKNOWN(UNKNOWN_COMPANY);

        private final int company;

        Whose(int company) {
            this.company = company;
        }

        String asParameter() {
            return "company_id=" + company;
        }
    }

    /** A call about the file of that id, with more for its query. */
    private interface CallById {
        Answer by(Api api, int id, String query);
    }

    /** A call about a company, if one is named. */
    private interface CallByCompany {
        Answer by(Api api, Optional<Whose> company);
    }

    /** What a call that names no company is answered by whoever may touch those of several. */
    private enum WithoutCompany {
        IS_ABOUT_ALL,
        IS_REFUSED
    }

    private sealed interface Cells {

        Role least();

        record ById(Role least, CallById call) implements Cells {}

        record ByCompany(Role least, WithoutCompany without, CallByCompany call) implements Cells {}
    }

    /** What is called how, by method and path. A route may be called in several ways. */
    private static final Map<String, List<Cells>> CALLS = new LinkedHashMap<>();

    static {
        byId("GET /attachments/info/{id}", Role.VIEWER, (api, id, query) -> api.get("/attachments/info/" + id + query));
        byId(
                "GET /attachments/info/{id}",
                Role.VIEWER,
                (api, id, query) -> api.head("/attachments/info/" + id + query));
        for (String path : List.of("/attachments/download/", "/documents/download/")) {
            String route = "GET " + path + "{id}";
            byId(route, Role.VIEWER, (api, id, query) -> api.get(path + id + query));
            byId(route, Role.VIEWER, (api, id, query) -> api.head(path + id + query));
            byId(route, Role.VIEWER, (api, id, query) -> api.get(path + id + query, "Range", "bytes=0-3"));
            byId(
                    route,
                    Role.VIEWER,
                    (api, id, query) ->
                            api.get(path + id + query + (query.isEmpty() ? "?" : "&") + "disposition=inline"));
        }
        byId(
                "POST /attachments/{id}/links",
                Role.VIEWER,
                (api, id, query) -> api.post("/attachments/" + id + "/links" + query));
        byId(
                "POST /attachments/{id}/links",
                Role.VIEWER,
                (api, id, query) -> post(
                        api,
                        "/attachments/" + id + "/links",
                        "application/x-www-form-urlencoded",
                        query.replace("?", "")));
        byId(
                "PUT /attachments/{id}/description",
                Role.EDITOR,
                (api, id, query) -> api.putForm("/attachments/" + id + "/description" + query, "description=changed"));
        byId("DELETE /attachments/{id}", Role.EDITOR, (api, id, query) -> api.delete("/attachments/" + id + query));
        byId("DELETE /documents/{id}", Role.EDITOR, (api, id, query) -> api.delete("/documents/" + id + query));

        for (String path : List.of("/attachments", "/documents")) {
            byCompany(
                    "GET " + path + "/{entityType}/{entityId}",
                    Role.VIEWER,
                    WithoutCompany.IS_REFUSED,
                    (api, company) -> api.get(path + "/invoice/7" + query(company)));
            byCompany(
                    "POST " + path + "/upload",
                    Role.EDITOR,
                    WithoutCompany.IS_REFUSED,
                    (api, company) -> api.post(path + "/upload" + query(company, ENTITY), file(new Form())));
            byCompany(
                    "POST " + path + "/upload",
                    Role.EDITOR,
                    WithoutCompany.IS_REFUSED,
                    (api, company) -> api.post(path + "/upload?" + ENTITY, file(fields(new Form(), company))));
            byCompany(
                    "POST " + path + "/upload",
                    Role.EDITOR,
                    WithoutCompany.IS_REFUSED,
                    (api, company) -> api.post(path + "/upload?" + ENTITY, fields(file(new Form()), company)));
            byCompany(
                    "POST " + path + "/upload",
                    Role.EDITOR,
                    WithoutCompany.IS_REFUSED,
                    (api, company) -> api.post(
                            path + "/upload" + query(company, ENTITY),
                            file(new Form()),
                            "Idempotency-Key",
                            "one key for all " + NAMES.get()));
        }
        byCompany(
                "PUT /attachments",
                Role.EDITOR,
                WithoutCompany.IS_REFUSED,
                (api, company) ->
                        api.put("/attachments" + query(company, ENTITY, "filename=a.pdf"), "%PDF put".getBytes(UTF_8)));
        byCompany(
                "GET /attachments/stats",
                Role.VIEWER,
                WithoutCompany.IS_ABOUT_ALL,
                (api, company) -> api.get("/attachments/stats" + query(company)));
        byCompany(
                "GET /attachments/archive",
                Role.VIEWER,
                WithoutCompany.IS_REFUSED,
                (api, company) -> api.get("/attachments/archive" + query(company)));
        byCompany(
                "GET /attachments/archive",
                Role.VIEWER,
                WithoutCompany.IS_REFUSED,
                (api, company) -> api.head("/attachments/archive" + query(company)));
        for (String action : List.of("\"delete\"", "\"describe\", \"description\": \"changed\"")) {
            byCompany(
                    "POST /attachments/batch",
                    Role.EDITOR,
                    WithoutCompany.IS_ABOUT_ALL,
                    (api, company) -> api.postJson(
                            "/attachments/batch",
                            "{\"action\": %s, \"ids\": [%d]%s}"
                                    .formatted(
                                            action,
                                            UNKNOWN_ID,
                                            company.map(whose -> ", \"company_id\": " + whose.company)
                                                    .orElse(""))));
        }
        byCompany(
                "POST /attachments/batch",
                Role.EDITOR,
                WithoutCompany.IS_ABOUT_ALL,
                (api, company) -> post(
                        api,
                        "/attachments/batch" + query(company),
                        "application/x-www-form-urlencoded",
                        "action=delete&ids=" + UNKNOWN_ID));
        byCompany(
                "POST /attachments/batch",
                Role.EDITOR,
                WithoutCompany.IS_ABOUT_ALL,
                (api, company) -> post(
                        api,
                        "/attachments/batch",
                        "application/x-www-form-urlencoded",
                        "action=delete&ids=" + UNKNOWN_ID
                                + company.map(whose -> "&" + whose.asParameter())
                                        .orElse("")));
    }

    private static void byId(String route, Role least, CallById call) {
        CALLS.computeIfAbsent(route, first -> new ArrayList<>()).add(new Cells.ById(least, call));
    }

    private static void byCompany(String route, Role least, WithoutCompany without, CallByCompany call) {
        CALLS.computeIfAbsent(route, first -> new ArrayList<>()).add(new Cells.ByCompany(least, without, call));
    }

    private static String query(Optional<Whose> company, String... more) {
        String all = String.join(
                "&",
                Stream.concat(company.map(Whose::asParameter).stream(), Arrays.stream(more))
                        .toList());
        return all.isEmpty() ? "" : "?" + all;
    }

    private static Form file(Form form) {
        return form.file("file-" + NAMES.get() + ".pdf", ("%PDF " + NAMES.get()).getBytes(UTF_8));
    }

    private static Form fields(Form form, Optional<Whose> company) {
        return company.map(whose -> form.field("company_id", String.valueOf(whose.company)))
                .orElse(form);
    }

    private static Answer post(Api api, String path, String type, String body) {
        return api.send(api.request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    // The cells

    @TestFactory
    Stream<DynamicContainer> everyRoute() {
        Set<String> routes = new TreeSet<>();
        Route.all(SERVICE).stream()
                .filter(route -> !route.path().equals("/error"))
                .forEach(route -> routes.add(route.method() + " " + route.path()));
        assertThat(routes).containsAll(CALLS.keySet());
        return routes.stream().map(route -> DynamicContainer.dynamicContainer(route, cells(route)));
    }

    private static Stream<DynamicTest> cells(String route) {
        String path = route.substring(route.indexOf(' ') + 1);
        if (Set.of("/health", "/actuator/health/liveness", "/actuator/health/readiness")
                .contains(path)) {
            return forEverybody(path);
        }
        if (path.equals("/links/{id}")) {
            return link(route.substring(0, route.indexOf(' ')));
        }
        if (Stream.of("/storage", "/access", "/actuator").anyMatch(path::startsWith)) {
            return forOperators(route.substring(0, route.indexOf(' ')), path);
        }
        if (!CALLS.containsKey(route)) {
            return Stream.of(DynamicTest.dynamicTest("has cells", () -> {
                throw new AssertionError("Nothing is said of " + route + ": who may call it, about what?");
            }));
        }
        List<Cells> ways = CALLS.getOrDefault(route, List.of());
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (int way = 0; way < ways.size(); way++) {
            for (Who who : Who.values()) {
                if (ways.get(way) instanceof Cells.ById byId) {
                    byId(way, who, byId).forEach(tests);
                } else if (ways.get(way) instanceof Cells.ByCompany byCompany) {
                    byCompany(way, who, byCompany).forEach(tests);
                }
            }
        }
        return tests.build();
    }

    private static DynamicTest cell(String name, Runnable check) {
        return DynamicTest.dynamicTest(name, () -> {
            CELLS.incrementAndGet();
            check.run();
        });
    }

    private static Stream<DynamicTest> forEverybody(String path) {
        return Stream.of(Who.values())
                .map(who -> cell(
                        who + "", () -> assertThat(who.api().get(path).status()).isEqualTo(200)));
    }

    private static Stream<DynamicTest> forOperators(String method, String path) {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Who who : Who.values()) {
            for (Whose inPath : path.contains("{") ? Whose.values() : new Whose[] {Whose.UNKNOWN}) {
                for (Optional<Whose> inQuery : Stream.concat(
                                Stream.of(Optional.<Whose>empty()),
                                Stream.of(Whose.values()).map(Optional::of))
                        .toList()) {
                    String address = path.replaceAll("\\{[^/]*}", String.valueOf(inPath.company))
                                    .replace("**", "db")
                            + query(inQuery);
                    tests.add(cell(who + " " + method + " " + address, () -> {
                        if (who != Who.OPERATOR) {
                            assertRefused(who, send(who.api(), method, address));
                        } else if (!path.matches("/storage/(test-s3|migrate-to-.*|verifications|quotas.*)")) {
                            assertThat(send(who.api(), method, address).status())
                                    .isNotIn(401, 403, 500);
                        }
                    }));
                }
            }
        }
        return tests.build();
    }

    private static Answer send(Api api, String method, String path) {
        return api.send(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static void assertRefused(Who who, Answer answer) {
        assertThat(answer.status()).isEqualTo(who == Who.NOBODY ? 401 : 403);
        if (answer.body().length > 0) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    private static boolean allows(Who who, Role least) {
        return switch (who) {
            case NOBODY -> false;
            case VIEWER -> least == Role.VIEWER;
            case EDITOR -> least != Role.OPERATOR;
            case OPERATOR -> true;
        };
    }

    // Calls about a file

    private static Stream<DynamicTest> byId(int way, Who who, Cells.ById cells) {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Whose file : Whose.values()) {
            for (Optional<Whose> asked : Stream.concat(
                            Stream.of(Optional.<Whose>empty()),
                            Stream.of(Whose.values()).map(Optional::of))
                    .toList()) {
                String company = asked.map(whose -> whose + " company_id").orElse("no company_id");
                tests.add(cell(who + " of " + file + " file, " + company + ", way " + way, () -> {
                    int id = file == Whose.UNKNOWN ? UNKNOWN_ID : uploaded(file);
                    String before = state(id);
                    long calls = storageCalls();
                    Answer answer = cells.call().by(who.api(), id, query(asked));
                    if (!allows(who, cells.least())) {
                        assertRefused(who, answer);
                    } else if (file != Whose.UNKNOWN
                            && who.reaches(file.company)
                            && asked.map(whose -> whose == file).orElse(true)) {
                        assertThat(answer.status()).as(answer.text()).isIn(200, 206);
                        return;
                    } else {
                        Answer unknown = cells.call().by(who.api(), UNKNOWN_ID, query(asked));
                        assertThat(answer.status()).isEqualTo(404);
                        assertAlike(answer, unknown, id);
                    }
                    assertThat(storageCalls()).as("calls of the store").isEqualTo(calls);
                    assertThat(state(id)).isEqualTo(before);
                }));
            }
        }
        return tests.build();
    }

    private static int uploaded(Whose whose) {
        String mark = whose == Whose.FOREIGN ? FOREIGN_MARK : "own";
        return GuardedService.operator()
                .upload(
                        ENTITY + "&" + whose.asParameter(),
                        mark + "-" + NAMES.incrementAndGet() + ".pdf",
                        ("%PDF " + mark + NAMES.get()).getBytes(UTF_8))
                .get("id")
                .asInt();
    }

    private static String state(int id) {
        Answer answer = GuardedService.operator().get("/attachments/info/" + id);
        return answer.status() == 200 ? answer.text() : "none";
    }

    private static long storageCalls() {
        return SERVICE.part(MeterRegistry.class).find("psc.storage.operations").timers().stream()
                // Those follow what was deleted before.
                .filter(timer ->
                        !Set.of("remove", "check").contains(timer.getId().getTag("operation")))
                .mapToLong(Timer::count)
                .sum();
    }

    /** Nothing but the id that was asked for tells the two apart. */
    private static void assertAlike(Answer foreign, Answer unknown, int id) {
        assertThat(foreign.status()).isEqualTo(unknown.status());
        assertThat(headers(foreign)).isEqualTo(headers(unknown));
        if (foreign.body().length == 0) {
            assertThat(unknown.body()).isEmpty();
            return;
        }
        assertThat(plain(foreign, id)).isEqualTo(plain(unknown, UNKNOWN_ID));
    }

    /** Without what the server says of the connection when it has served for long. */
    private static Set<String> headers(Answer answer) {
        Set<String> names = new TreeSet<>(answer.headers().map().keySet());
        names.remove("connection");
        return names;
    }

    private static String plain(Answer answer, int id) {
        ObjectNode problem = (ObjectNode) answer.json();
        problem.remove(List.of("request_id", "status"));
        return problem.toString().replaceAll("\\b" + id + "\\b", "#");
    }

    // Calls about a company

    private static Stream<DynamicTest> byCompany(int way, Who who, Cells.ByCompany cells) {
        return Stream.concat(
                        Stream.of(Optional.<Whose>empty()),
                        Stream.of(Whose.values()).map(Optional::of))
                .map(asked -> cell(
                        who + " of " + asked.map(whose -> whose + " company").orElse("no company") + ", way " + way,
                        () -> {
                            uploaded(Whose.OWN);
                            uploaded(Whose.FOREIGN);
                            String before = totals();
                            long calls = storageCalls();
                            Answer answer = cells.call().by(who.api(), asked);
                            if (!allows(who, cells.least())) {
                                assertRefused(who, answer);
                            } else if (asked.isEmpty()
                                    && who == Who.OPERATOR
                                    && cells.without() == WithoutCompany.IS_REFUSED) {
                                assertThat(answer.status()).isEqualTo(422);
                            } else if (asked.map(whose -> who.reaches(whose.company))
                                    .orElse(true)) {
                                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                                if (who != Who.OPERATOR) {
                                    assertThat(answer.text()).doesNotContain(FOREIGN_MARK);
                                    assertOwnNumbersOnly(answer);
                                }
                                return;
                            } else {
                                assertThat(answer.status()).isEqualTo(404);
                                assertCompanyIsNotFound(answer, asked.orElseThrow());
                            }
                            assertThat(storageCalls()).as("calls of the store").isEqualTo(calls);
                            assertThat(totals()).isEqualTo(before);
                        }));
    }

    private static void assertCompanyIsNotFound(Answer answer, Whose whose) {
        if (answer.body().length > 0) {
            ObjectNode problem = (ObjectNode) answer.json();
            problem.remove(List.of("request_id", "instance"));
            assertThat(problem).isEqualTo(JsonMapper.shared().readTree("""
                    {"type": "urn:psc-attachments:problem:unknown-company", "title": "Company not found", "status": 404,
                     "detail": "There is no company %d"}""".formatted(whose.company)));
        }
    }

    /** A single company's totals, where the answer has any. */
    private static void assertOwnNumbersOnly(Answer answer) {
        if (answer.header("Content-Type").startsWith("application/json")
                && answer.json().has("total_attachments")) {
            JsonNode own = GuardedService.operator()
                    .get("/attachments/stats?" + Whose.OWN.asParameter())
                    .json();
            assertThat(answer.json()).isEqualTo(own);
        }
    }

    private static String totals() {
        return Stream.of(Whose.values())
                .map(whose -> GuardedService.operator()
                        .get("/attachments/stats?" + whose.asParameter())
                        .text())
                .toList()
                .toString();
    }

    // Links

    private static Stream<DynamicTest> link(String method) {
        return Stream.of(Who.values())
                .map(who -> cell(who + " with a link, and with altered ones", () -> {
                    int id = uploaded(Whose.FOREIGN);
                    int another = uploaded(Whose.FOREIGN);
                    String link = GuardedService.operator()
                            .post("/attachments/" + id + "/links")
                            .json()
                            .get("url")
                            .asString();
                    assertThat(send(who.api(), method, link).status()).isEqualTo(method.equals("GET") ? 200 : 403);
                    for (String altered : List.of(
                            link.replace("company=" + FOREIGN_COMPANY, "company=" + OWN_COMPANY),
                            link.replace("/links/" + id, "/links/" + another),
                            link.replace("disposition=attachment", "disposition=inline"),
                            link.replaceAll("expires=\\d+", "expires=9999999999"))) {
                        assertThat(altered).isNotEqualTo(link);
                        assertThat(send(who.api(), method, altered).status()).isEqualTo(403);
                    }
                    GuardedService.operator().delete("/attachments/" + id);
                    assertThat(send(who.api(), method, link).status()).isEqualTo(method.equals("GET") ? 404 : 403);
                }));
    }

    @AfterAll
    static void tellTheNumberOfCells() {
        System.out.println("The isolation matrix has " + CELLS + " cells");
        assertThat(CELLS).hasValueGreaterThan(500);
    }
}
