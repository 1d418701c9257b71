package com.psc.attachments.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.BackendName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.server.PathContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.JsonNode;

/** The database keeps companies apart by itself, even if the service forgot to. */
@ExtendWith(OutputCaptureExtension.class)
class RowLevelSecurityTest {

    private static final int OWN = 630_001;
    private static final int FOREIGN = 630_002;

    private static final Surroundings SURROUNDINGS = Surroundings.withoutBucket();

    /** A service that takes every caller for one who may see all companies' files. */
    private static final RunningService CARELESS =
            GuardedService.start(SURROUNDINGS, RowLevelSecurityTest::forgetCompanies);

    private static final Api OPERATOR = CARELESS.api().with(GuardedService.ADMIN_TOKEN);
    private static final Api CALLER = CARELESS.api()
            .with(OPERATOR.postJson(
                            "/access/tokens", "{\"name\": \"x\", \"role\": \"editor\", \"companies\": [" + OWN + "]}")
                    .json()
                    .get("token")
                    .asString());
    private static final int OWN_FILE = uploaded(OWN, "own");
    private static final int FOREIGN_FILE = uploaded(FOREIGN, "foreign-secret");
    private static final AtomicInteger CELLS = new AtomicInteger();

    private static final class Careless extends CallerParameter {

        Careless(AccessSettings settings) {
            super(settings);
        }

        @Override
        public Caller resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            Caller caller = super.resolveArgument(parameter, container, request, binders);
            return new Caller(caller.name(), caller.role(), Companies.ALL);
        }
    }

    private static void forgetCompanies(GenericApplicationContext context) {
        context.registerBean("forgetting", BeanPostProcessor.class, () -> new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof CallerParameter ? new Careless(context.getBean(AccessSettings.class)) : bean;
            }
        });
    }

    private static int uploaded(int company, String name) {
        return OPERATOR.upload(
                        "entity_type=invoice&entity_id=7&company_id=" + company,
                        name + ".pdf",
                        ("%PDF " + name).getBytes(UTF_8))
                .get("id")
                .asInt();
    }

    @AfterAll
    static void stop() {
        System.out.println("The matrix of row-level security has " + CELLS + " cells");
        CARELESS.close();
    }

    // The matrix of reads without the service's own conditions

    private record Read(Function<Api, Answer> call, int foreign) {}

    @Test
    void everyRouteThatReadsIsAmongThem() {
        Set<Routes.Rule> read = reads().keySet().stream()
                .map(call -> call.split("[ ?]"))
                .map(call -> Routes.ruleFor(call[0], PathContainer.parsePath(call[1]))
                        .orElseThrow())
                .collect(Collectors.toSet());

        assertThat(read)
                .containsAll(Routes.RULES.stream()
                        .filter(rule -> rule.admission() == Routes.Admission.VIEWERS)
                        .filter(rule -> !rule.path().getPatternString().matches("/(v3|swagger)[-/.].*"))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> everyReadOfAForeignFileOrCompany() {
        return reads().entrySet().stream()
                .map(read -> DynamicTest.dynamicTest(read.getKey(), () -> {
                    CELLS.incrementAndGet();
                    Answer answer = read.getValue().call().apply(CALLER);
                    assertThat(answer.status())
                            .as(answer.text())
                            .isEqualTo(read.getValue().foreign());
                    assertThat(answer.text()).doesNotContain("foreign-secret");
                    if (read.getKey().contains("stats")) {
                        assertThat(answer.json().get("total_attachments").asInt())
                                .isEqualTo(read.getKey().endsWith("=" + FOREIGN) ? 0 : 1);
                    }
                    if (read.getKey().contains("/invoice/7")) {
                        assertThat(answer.json().get("total_count").asInt()).isZero();
                    }
                }));
    }

    private static Map<String, Read> reads() {
        Map<String, Read> reads = new LinkedHashMap<>();
        for (String company : List.of("", "?company_id=" + FOREIGN, "?company_id=" + OWN)) {
            for (String path : List.of("/attachments/info/", "/attachments/download/", "/documents/download/")) {
                String address = path + FOREIGN_FILE + company;
                reads.put("GET " + address, new Read(api -> api.get(address), 404));
                reads.put("HEAD " + address, new Read(api -> api.head(address), 404));
            }
            String link = "/attachments/" + FOREIGN_FILE + "/links" + company;
            reads.put("POST " + link, new Read(api -> api.post(link), 404));
            String stats = "/attachments/stats" + company;
            reads.put("GET " + stats, new Read(api -> api.get(stats), 200));
        }
        for (String path : List.of(
                "/attachments/invoice/7?company_id=" + FOREIGN,
                "/attachments/invoice/7?limit=5&company_id=" + FOREIGN,
                "/documents/invoice/7?company_id=" + FOREIGN,
                "/attachments/archive?company_id=" + FOREIGN,
                "/attachments/archive?company_id=" + FOREIGN + "&ids=" + FOREIGN_FILE)) {
            reads.put("GET " + path, new Read(api -> api.get(path), 200));
        }
        return reads;
    }

    @Test
    void foreignFilesCanBeNeitherChangedNorDeletedNorAdded() {
        String before = OPERATOR.get("/attachments/info/" + FOREIGN_FILE).text();

        assertThat(CALLER.putForm("/attachments/" + FOREIGN_FILE + "/description", "description=x")
                        .status())
                .isEqualTo(404);
        assertThat(CALLER.delete("/attachments/" + FOREIGN_FILE).status()).isEqualTo(404);
        assertThat(CALLER.postJson("/attachments/batch", "{\"action\":\"delete\",\"ids\":[" + FOREIGN_FILE + "]}")
                        .json()
                        .get("succeeded")
                        .asInt())
                .isZero();

        assertThat(OPERATOR.get("/attachments/info/" + FOREIGN_FILE).text()).isEqualTo(before);
    }

    @Test
    void ownFilesCanBeReadAndChanged() {
        assertThat(CALLER.get("/attachments/info/" + OWN_FILE).status()).isEqualTo(200);
        assertThat(CALLER.putForm("/attachments/" + OWN_FILE + "/description", "description=x")
                        .status())
                .isEqualTo(200);
        JsonNode more =
                CALLER.upload("entity_type=expense&entity_id=1&company_id=" + OWN, "b.pdf", "%PDF b".getBytes(UTF_8));
        assertThat(CALLER.delete("/attachments/" + more.get("id").asInt()).status())
                .isEqualTo(200);
    }

    @Test
    void aLinkIsAnsweredToAStranger() {
        String link = CALLER.post("/attachments/" + OWN_FILE + "/links")
                .json()
                .get("url")
                .asString();

        assertThat(CARELESS.api().get(link).text()).isEqualTo("%PDF own");
    }

    @Test
    void theServicesOwnWorkSeesAllFilesAgainAfterRequests() {
        for (int i = 0; i < 50; i++) {
            CALLER.get("/attachments/info/" + OWN_FILE);
            CARELESS.api().get("/links/" + OWN_FILE);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(CARELESS.part(JdbcClient.class)
                            .sql("select count(distinct company_id) from attachments where company_id in (%d, %d)"
                                    .formatted(OWN, FOREIGN))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
        }
    }

    // The database

    private static Connection client() throws SQLException {
        DatabaseAddress address = SURROUNDINGS.database();
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private static List<Integer> companies(Connection client, String table) throws SQLException {
        List<Integer> companies = new ArrayList<>();
        try (var rows =
                client.createStatement().executeQuery("select distinct company_id from " + table + " order by 1")) {
            while (rows.next()) {
                companies.add(rows.getInt(1));
            }
        }
        return companies;
    }

    @ParameterizedTest
    @ValueSource(strings = {"attachments", "current_attachment_totals", "current_entity_totals"})
    void whoDoesNotSayWhoseFilesHeWantsIsToldSoAndNotThatThereAreNone(String table) throws SQLException {
        try (Connection client = client()) {
            assertThatThrownBy(() -> companies(client, table)).hasMessageContaining("Nobody has said whose files");
            client.createStatement().execute("set psc.companies = ''");
            assertThatThrownBy(() -> companies(client, table)).hasMessageContaining("Nobody has said whose files");

            client.createStatement().execute("set psc.companies = '*'");
            assertThat(companies(client, table)).containsExactly(OWN, FOREIGN);
            client.createStatement().execute("set psc.companies = '{" + OWN + "}'");
            assertThat(companies(client, table)).containsExactly(OWN);
            client.createStatement().execute("set psc.companies = '{}'");
            assertThat(companies(client, table)).isEmpty();
        }
    }

    @Test
    void aFileOfAnotherCompanyCannotBeRecorded() throws SQLException {
        try (Connection client = client()) {
            client.createStatement().execute("set psc.companies = '{" + OWN + "}'");

            assertThatThrownBy(() -> client.createStatement().execute("""
                            insert into attachments (entity_type, entity_id, company_id, filename, original_filename,
                                file_size, mime_type, category, file_path)
                            values ('invoice', 7, %d, 'a', 'a', 1, 'a/b', 'other', 'a')""".formatted(FOREIGN)))
                    .hasMessageContaining("row-level security");
            assertThatThrownBy(() -> client.createStatement()
                            .execute("update attachments set company_id = %d where id = %d"
                                    .formatted(FOREIGN, OWN_FILE)))
                    .hasMessageContaining("row-level security");
        }
    }

    // While nobody is asked who he is

    @Test
    void whereNobodyIsAskedOtherProgramsUseTheTablesAsBefore() throws SQLException {
        Surroundings surroundings = Surroundings.withoutBucket();
        GuardedService.start(surroundings).close();
        try (RunningService open = RunningService.start(surroundings, BackendName.LOCAL);
                Connection application = DriverManager.getConnection(
                        surroundings.database().jdbcUrl(),
                        surroundings.database().user(),
                        surroundings.database().password())) {
            open.api().upload("a.pdf", Api.randomBytes(10));

            assertThat(companies(application, "attachments")).hasSize(1);
            assertThat(rowLevelSecurity(open)).isEqualTo("skipped");
        }
    }

    // A role that it does not bind

    @Test
    void theStartAndTheDoctorSayThatARoleIsNotBound(CapturedOutput output) {
        Surroundings surroundings = Surroundings.withoutBucket();
        DatabaseAddress superuser = TestDatabase.asSuperuser(surroundings.database());
        try (RunningService service = GuardedService.start(
                surroundings,
                "psc.database.user=" + superuser.user(),
                "psc.database.password=" + superuser.password())) {
            assertThat(output).contains("row-level security does not bind the role");
            assertThat(rowLevelSecurity(service)).isEqualTo("failed");
        }
        assertThat(rowLevelSecurity(CARELESS)).isEqualTo("passed");
    }

    private static String rowLevelSecurity(RunningService service) {
        return service.api()
                .with(GuardedService.ADMIN_TOKEN)
                .get("/storage/test-s3")
                .json()
                .get("checks")
                .valueStream()
                .filter(check -> check.get("name").asString().equals("row_level_security"))
                .map(check -> check.get("status").asString())
                .findFirst()
                .orElse("none");
    }
}
