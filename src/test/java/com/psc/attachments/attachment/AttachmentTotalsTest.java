package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.Api;
import com.psc.attachments.JsonMembers;
import com.psc.attachments.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Statistics, usage and totals of lists are kept, and are at any moment what a count would say. */
@ServiceTest
class AttachmentTotalsTest {

    private static final String WRONG = """
            select count(*) from (
                select company_id, category, storage_backend, sum(files), sum(bytes) from (
                    select company_id, category, storage_backend, 1 as files, file_size as bytes from attachments
                    union all
                    select company_id, category, storage_backend, -files, -bytes from current_attachment_totals) as kept
                group by company_id, category, storage_backend having sum(files) <> 0 or sum(bytes) <> 0
                union all
                select company_id, entity_type, entity_id::text, sum(files), sum(bytes) from (
                    select company_id, entity_type, entity_id, 1 as files, file_size as bytes from attachments
                    union all
                    select company_id, entity_type, entity_id, -files, -bytes from current_entity_totals) as kept
                group by company_id, entity_type, entity_id having sum(files) <> 0 or sum(bytes) <> 0) as wrong""";

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TotalsFolding folding;

    @Autowired
    private TotalsCheck check;

    @Autowired
    private MeterRegistry registry;

    private final Api api;
    private Owner owner;

    AttachmentTotalsTest(@LocalServerPort int port) {
        api = new Api(port);
        owner = Owner.fresh(api);
    }

    @BeforeEach
    void anotherCompany() {
        owner = Owner.fresh(api);
    }

    @Test
    void usageNamesEveryCompanyWithWhatItHasOnEachBackend() {
        owner.upload("a.pdf", 1_000);
        owner.upload("b.csv", 536);
        int moved = owner.upload("c.pdf", 20);
        jdbc.sql("update attachments set storage_backend = 's3', s3_bucket = 'bucket' where id = :id")
                .param("id", moved)
                .update();

        JsonNode usage = api.get("/storage/usage-by-company").json();

        JsonMembers.assertMembers(usage, "array: usage_by_company\ninteger: total_companies");
        assertThat(usage.get("total_companies").asInt())
                .isEqualTo(usage.get("usage_by_company").size());
        JsonNode company = usage.get("usage_by_company")
                .valueStream()
                .filter(one -> one.get("company_id").asInt() == owner.companyId())
                .findFirst()
                .orElseThrow();
        assertThat(company.get("total_files").asInt()).isEqualTo(3);
        assertThat(company.get("total_size_bytes").asInt()).isEqualTo(1_556);
        assertThat(company.get("total_size_human").asString()).isEqualTo("1.5 KB");
        assertThat(company.get("by_backend").get("local").toString())
                .isEqualTo("{\"file_count\":2,\"total_size_bytes\":1536,\"total_size_human\":\"1.5 KB\"}");
        assertThat(company.get("by_backend").get("s3").get("file_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void companiesWithoutFilesAreNotNamed() {
        api.delete("/attachments/" + owner.upload("a.pdf", 1));
        folding.foldAll();

        assertThat(api.get("/storage/usage-by-company")
                        .json()
                        .get("usage_by_company")
                        .valueStream())
                .noneMatch(one -> one.get("company_id").asInt() == owner.companyId());
        assertThat(statistics().get("by_category").isEmpty()).isTrue();
    }

    @Test
    void foldingChangesNoAnswer() {
        owner.upload("a.pdf", 10);
        owner.upload("b.pdf", 20);
        api.delete("/attachments/" + owner.upload("c.png", 30));
        String before = statistics().toString();

        folding.foldAll();

        assertThat(pendingChanges()).isZero();
        assertThat(statistics()).hasToString(before);
        owner.upload("d.pdf", 40);
        assertThat(statistics().get("total_size_bytes").asInt()).isEqualTo(70);
    }

    @Test
    void manyFilesThatComeInAtOnceAreFoldedAsQuicklyAsFew() {
        owner.upload("a.pdf", 10);
        for (int i = 0; i < 50; i++) {
            folding.foldAll();
        }
        String before = statistics().toString();
        jdbc.sql("""
                        insert into attachment_total_changes
                        select :company, 'invoice', number / 2, 'documents', 'local', sign, sign
                        from (select number, (number % 2) * 2 - 1 as sign from generate_series(0, 299999) as number) as signed""").param("company", owner.companyId()).update();

        folding.foldAll();

        assertThat(pendingChanges()).isZero();
        assertThat(statistics()).hasToString(before);
    }

    @Test
    void everyPageOfAListTellsTheTotalsOfTheWholeList() {
        for (int size = 1; size <= 5; size++) {
            owner.upload(size + ".pdf", size);
        }

        JsonNode first = api.get(owner.list() + "&limit=2").json();
        JsonNode second = api.get(owner.list() + "&limit=2&cursor="
                        + first.get("next_cursor").asString())
                .json();

        for (JsonNode page : List.of(first, second)) {
            assertThat(page.get("attachments").size()).isEqualTo(2);
            assertThat(page.get("total_count").asInt()).isEqualTo(5);
            assertThat(page.get("total_size_bytes").asInt()).isEqualTo(15);
        }
    }

    @Test
    void whatIsRolledBackIsNotCounted() {
        owner.upload("a.pdf", 10);

        transactions.executeWithoutResult(status -> {
            insert(owner.companyId(), 99);
            assertThat(wrongTotals()).isZero();
            status.setRollbackOnly();
        });

        assertThat(statistics().get("total_size_bytes").asInt()).isEqualTo(10);
        assertThat(wrongTotals()).isZero();
    }

    @Test
    void aFoldThatIsKilledHalfWayLosesNothing() {
        owner.upload("a.pdf", 10);

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    folding.foldAll();
                    jdbc.sql("select pg_terminate_backend(pg_backend_pid())")
                            .query(Boolean.class)
                            .single();
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(statistics().get("total_size_bytes").asInt()).isEqualTo(10);
        folding.foldAll();
        assertThat(wrongTotals()).isZero();
        assertThat(pendingChanges()).isZero();
    }

    @Test
    void totalsAreExactAtEveryMomentWhileManyUploadDeleteAndMoveAndSeveralInstancesFold() throws Exception {
        int clients = 16;
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(clients + 5);
        List<Future<?>> working = new ArrayList<>();
        List<Future<?>> meanwhile = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Owner mine = new Owner(api, "expense", client % 5, owner.companyId() + client % 3 * 1_000_000);
            working.add(threads.submit(() -> uploadDeleteAndMove(mine)));
        }
        for (int instance = 0; instance < 4; instance++) {
            meanwhile.add(threads.submit(() -> {
                while (!over.get()) {
                    folding.foldAll();
                }
            }));
        }
        meanwhile.add(threads.submit(() -> {
            while (!over.get()) {
                assertThat(wrongTotals()).isZero();
            }
        }));

        for (Future<?> client : working) {
            client.get();
        }
        over.set(true);
        for (Future<?> thread : meanwhile) {
            thread.get();
        }
        threads.shutdown();

        assertThat(wrongTotals()).isZero();
        assertThat(statistics().get("total_attachments").asLong())
                .isEqualTo(jdbc.sql("select count(*) from attachments where company_id = :company")
                        .param("company", owner.companyId())
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    private void uploadDeleteAndMove(Owner mine) {
        for (int round = 0; round < 12; round++) {
            int size = ThreadLocalRandom.current().nextInt(1, 5_000);
            int kept = mine.upload("kept.pdf", size);
            int dropped = mine.upload("dropped.csv", size);
            jdbc.sql("""
                            update attachments
                            set storage_backend = case storage_backend when 'local' then 's3' else 'local' end
                            where id = :id""").param("id", kept).update();
            assertThat(api.delete("/attachments/" + dropped).status()).isEqualTo(200);
        }
    }

    @Test
    void theNightlyCheckFindsAndCorrectsWhatIsWrong() {
        owner.upload("a.pdf", 10);
        owner.upload("b.pdf", 20);
        folding.foldAll();
        double before = corrections();
        jdbc.sql("update attachment_totals set files = 7, bytes = 7 where company_id = :company")
                .param("company", owner.companyId())
                .update();
        jdbc.sql("delete from entity_totals where company_id = :company")
                .param("company", owner.companyId())
                .update();
        owner.upload("c.pdf", 30);

        check.checkAll();

        assertThat(wrongTotals()).isZero();
        assertThat(statistics().get("total_size_bytes").asInt()).isEqualTo(60);
        assertThat(corrections()).isEqualTo(before + 2);
        check.checkAll();
        assertThat(corrections()).isEqualTo(before + 2);
    }

    private double corrections() {
        return registry.get("psc.totals.corrections").counter().count();
    }

    private JsonNode statistics() {
        return api.get("/attachments/stats?" + owner.company()).json();
    }

    private int wrongTotals() {
        return jdbc.sql(WRONG).query(Integer.class).single();
    }

    private int pendingChanges() {
        return jdbc.sql("select count(*) from attachment_total_changes where company_id = :company")
                .param("company", owner.companyId())
                .query(Integer.class)
                .single();
    }

    private void insert(int company, long size) {
        jdbc.sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path)
                        values ('invoice', 1, :company, 'f', 'f', :size, 'text/plain', 'document', 'invoice/f')""").param("company", company).param("size", size).update();
    }
}
