package com.psc.attachments.importing;

import static com.psc.attachments.importing.OlderDocuments.pdf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.RunningService;
import com.psc.attachments.command.Exit;
import com.psc.attachments.command.Screen;
import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.DispatcherServlet;
import picocli.CommandLine;

/** The command does what the HTTP calls do, and its exit code says whether something is left to do. */
class ImportDocumentsCommandTest {

    private final RunningService service = RunningService.shared(BackendName.LOCAL);
    private final JdbcClient jdbc = service.part(JdbcClient.class);
    private final OlderDocuments documents =
            OlderDocuments.in(jdbc, service.part(StorageSettings.class).uploadDir());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void leaveNoTable() {
        jdbc.sql("drop table if exists document_attachments").update();
    }

    private Exit run(String... options) throws Exception {
        ImportDocumentsCommand command = new ImportDocumentsCommand();
        new CommandLine(command).parseArgs(options);
        printed.reset();
        return command.run(
                Objects.requireNonNull(service.part(DispatcherServlet.class).getWebApplicationContext()),
                Screen.of(
                        new PrintStream(printed, true, UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
    }

    private String result() {
        return printed.toString(UTF_8);
    }

    @Test
    void itImportsAndThenRemovesTheRows() throws Exception {
        documents.raw(pdf(100));

        assertThat(run("--company-id", String.valueOf(documents.company), "--dry-run"))
                .isEqualTo(Exit.DONE);
        assertThat(result()).isEqualTo("Would import 1 documents\n");
        assertThat(run("--company-id", String.valueOf(documents.company))).isEqualTo(Exit.DONE);
        assertThat(result()).contains("completed 1/1 files");
        documents.assertAllImportedOnce(service.api());
        String run = result().replaceAll("(?s)import (\\d+):.*", "$1");
        assertThat(run("--finalize", run)).isEqualTo(Exit.DONE);
        assertThat(result()).contains("1 removed");
        assertThat(documents.rows()).isEmpty();
        assertThat(run("--follow", run, "--json")).isEqualTo(Exit.DONE);
        assertThat(result()).contains("\"removed_files\" : 1");
    }

    @Test
    void itSaysWhatFailedAndTriesThatAgain() throws Exception {
        String path = "late-" + documents.company + ".pdf";
        int missing = documents.row("a.pdf", null, 9, "local", path, pdf(9));

        assertThat(run("--company-id", String.valueOf(documents.company))).isEqualTo(Exit.FINDINGS);
        assertThat(result())
                .contains("document " + missing + " of company " + documents.company + " failed: No file lies");
        String run = result().replaceAll("(?s)import (\\d+):.*", "$1");
        documents.write(path, pdf(9));
        assertThat(run("--retry-failed", run)).isEqualTo(Exit.DONE);
        assertThat(documents.attachmentsOf(service.api(), missing)).hasSize(1);
    }

    @Test
    void whatItCannotDoItSays() {
        assertThatThrownBy(() -> run("--company-id", "x")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> run("--finalize", "999999")).isInstanceOf(UnknownJob.class);
        leaveNoTable();
        assertThatThrownBy(() -> run()).isInstanceOf(DocumentsOutOfReach.class);
    }
}
