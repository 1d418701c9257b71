package com.psc.attachments.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.BackendName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An installation from before there was a table of attachments moves in with the documents that it has. */
class OlderInstallationTest {

    private static final String TOKEN = "the.operators.very-own_token~0123456789";

    @Test
    void aDatabaseWithNothingButDocumentsIsAdoptedAndEveryDocumentListsAndDownloads() {
        Surroundings surroundings = Surroundings.withoutBucket();
        OlderDocuments documents = OlderDocuments.in(
                JdbcClient.create(TestDatabase.connectionsTo(surroundings.database())),
                surroundings.folder().resolve("uploads"));
        documents.raw(OlderDocuments.pdf(1_000));
        documents.encoded(OlderDocuments.pdf(1_000));
        documents.local("a.pdf", OlderDocuments.pdf(1_000));

        try (RunningService service = RunningService.start(
                surroundings,
                BackendName.LOCAL,
                "psc.adoption.time-zone=Europe/Berlin",
                "psc.access.mode=required",
                "psc.access.admin-token=" + TOKEN)) {
            Api operator = service.api().with(TOKEN);
            new ImportClient(operator).run(documents);

            documents.assertAllImportedOnce(operator);
            assertThat(documents
                            .attachmentsOf(operator, documents.ids().get(0))
                            .get(0)
                            .get("created_at")
                            .asString())
                    .isEqualTo("2021-06-01T10:00:00Z");
        }
    }
}
