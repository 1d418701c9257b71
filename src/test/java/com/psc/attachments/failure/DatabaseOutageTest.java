package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** PostgreSQL that is away is told of, and found again by itself; no upload is promised and lost, and none is left half. */
@InOwnProcesses
class DatabaseOutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String PUT = "/attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip";
    private static final int LENGTH = 100_000;

    private static DatabaseAddress database;
    private static Passage passage;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.freshDatabase();
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        passage = Passage.to(new InetSocketAddress(address.getHost(), address.getPort()));
        installation = Installation.on(
                database,
                setup -> setup.on(new DatabaseAddress(
                        database.jdbcUrl().replace(":" + address.getPort(), ":" + passage.port()),
                        database.user(),
                        database.password())));
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        passage.close();
    }

    @AfterEach
    void comesBackByItself() throws IOException {
        passage.open();
        limitConnections(-1);
        await("readiness")
                .atMost(LIMIT)
                .until(() -> installation.api().get("/health").status() == 200);
        assertThat(installation.api().put(PUT, Api.randomBytes(LENGTH)).status())
                .isEqualTo(200);
        installation.hurryRemovals();
        installation.requireThatRowsAndFilesAgree();
        installation.deleteAll();
    }

    /** From another database: there may be no connection left to this one. */
    private static void limitConnections(int most) {
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        JdbcClient.create(new DriverManagerDataSource(
                        database.jdbcUrl().replace(name, "postgres"), database.user(), database.password()))
                .sql("alter database " + name + " connection limit " + most)
                .update();
    }

    /** The ways in which PostgreSQL can be away. */
    enum Outage {
        STOPPED {
            @Override
            void begin() throws IOException {
                passage.refuse();
            }
        },
        SILENT {
            @Override
            void begin() {
                passage.swallow();
            }
        },
        OUT_OF_CONNECTIONS {
            @Override
            void begin() throws IOException {
                limitConnections(0);
                passage.breakConnections();
            }
        };

        abstract void begin() throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void everybodyIsToldToComeAgainAndReadinessTellsOfIt(Outage outage) throws Exception {
        Share.requireWholeUnless(outage != Outage.SILENT);
        int id = installation
                .api()
                .upload("a.zip", Api.randomBytes(LENGTH))
                .get("id")
                .asInt();
        outage.begin();
        List<Request> requests = requests(id);
        AtOnce.call(requests.size(), i -> () -> {
            requireToldToComeAgain(requests.get(i), outage);
            return i;
        });
        assertThat(installation.api().get("/health").status()).isEqualTo(503);
        assertThat(installation.api().get("/actuator/health/readiness").status())
                .isEqualTo(503);
        assertThat(installation.api().get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    private static void requireToldToComeAgain(Request request, Outage outage) {
        long begin = System.nanoTime();
        Api.Answer answer = request.send();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        Figures.tell(
                "PostgreSQL %s: %s is answered %d after %d ms",
                outage, request.name(), answer.status(), took.toMillis());
        assertThat(answer.status()).as(request.name()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(took).isLessThan(LIMIT);
    }

    private record Request(String name, Supplier<Api.Answer> sending) {

        Api.Answer send() {
            return sending.get();
        }
    }

    private static List<Request> requests(int id) {
        return List.of(
                new Request("an upload", () -> installation.api().put(PUT, Api.randomBytes(LENGTH))),
                new Request("a list", () -> installation.api().get("/attachments/invoice/7?company_id=1")),
                new Request("a download", () -> installation.api().get("/attachments/download/" + id)),
                new Request("a deletion", () -> installation.api().delete("/attachments/" + id)));
    }

    @Test
    void aServerThatIsFrozenIsToldOfAndFoundAgain() {
        Share.requireWhole();
        try (Installation own = Installation.withEmbeddedDatabase()) {
            List<ProcessHandle> server = TestDatabase.processesIn(own.data());
            signal("STOP", server);
            try {
                assertThat(own.api().put(PUT, Api.randomBytes(LENGTH)).status()).isEqualTo(503);
                assertThat(own.api().get("/health").status()).isEqualTo(503);
                assertThat(own.api().get("/actuator/health/liveness").status()).isEqualTo(200);
            } finally {
                signal("CONT", server);
            }
            await("readiness")
                    .atMost(LIMIT)
                    .until(() -> own.api().get("/health").status() == 200);
            assertThat(own.api().put(PUT, Api.randomBytes(LENGTH)).status()).isEqualTo(200);
            own.hurryRemovals();
            own.requireThatRowsAndFilesAgree();
            assertThat(own.count("attachments")).isEqualTo(1);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        try {
            for (ProcessHandle process : processes) {
                new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connectionsThatBreakAreReplaced() throws IOException {
        passage.breakConnections();
        await("an answer")
                .atMost(Duration.ofSeconds(10))
                .until(() -> installation
                                .api()
                                .get("/attachments/invoice/7?company_id=1")
                                .status()
                        == 200);
    }

    @Test
    void anUploadWhoseRecordIsNotConfirmedIsThereWholeOrGone() throws IOException {
        passage.swallowTheAnswerTo("insert into attachments");
        Api.Answer answer = installation.api().put(PUT, Api.randomBytes(LENGTH));
        passage.open();
        assertThat(answer.status()).isEqualTo(503);
        installation.hurryRemovals();
        installation.requireThatRowsAndFilesAgree();
    }

    @Test
    void anUploadWhoseIntentIsNotConfirmedLeavesNothing() throws IOException {
        passage.swallowTheAnswerTo("insert into upload_intents");
        Api.Answer answer = installation.api().put(PUT, Api.randomBytes(LENGTH));
        passage.open();
        assertThat(answer.status()).isEqualTo(503);
        installation.hurryRemovals();
        installation.requireThatRowsAndFilesAgree();
        assertThat(installation.count("attachments")).isZero();
    }
}
