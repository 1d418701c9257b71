package com.psc.attachments.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A database that is not what it seems ends the start with one message, and nothing in it is changed. */
@ExtendWith(OutputCaptureExtension.class)
class AdoptionRefusedTest {

    private final FormerInstallation former = FormerInstallation.withTheUpgrade();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter table attachments alter file_size type numeric | The column file_size of the table attachments has the type"
                        + " numeric and not bigint or integer.",
                "alter table attachments alter id type bigint | The column id of the table attachments has the type bigint",
                "alter table attachments drop column file_path | The table attachments has no column file_path.",
                "alter table attachments drop constraint attachments_pkey | has another primary key than id",
                "alter table attachments rename to files; create view attachments as select * from files | primary key",
                "create view sums as select filename from attachments | Views are built on the table attachments: sums.",
                "update attachments set file_size = -1 | attachments_file_size_check",
                "create table attachments_of_the_former_backend (id integer) | other programs' attachments_of_the_former_backend",
                "create table removals (id integer) | The database holds other programs' removals",
                "create table flyway_schema_history (installed_rank integer, version text, description text, script text); insert"
                        + " into flyway_schema_history values (1, '1', 'init', 'V1__init.sql') | The table flyway_schema_history of the"
                        + " database is another program's; it begins with \"1 init (V1__init.sql)\"",
            })
    void itIsLeftAsItIs(String change, String message, CapturedOutput output) {
        former.file(1, 5, "invoice/company_1/2024-03-01/120500_0a1b2c3d.pdf", "a.pdf", "a");
        former.jdbc().sql(change).update();
        List<Map<String, Object>> before = former.inventory();
        assertThat(Inspecting.report(former).schema().isUsable()).isFalse();

        assertThatTheStartFails();

        assertThat(output).contains(message, "Nothing was changed.").doesNotContain("\tat ");
        assertThat(withoutHistory(former.inventory())).isEqualTo(withoutHistory(before));
    }

    @Test
    void aTableInUseIsNotWaitedForLong(CapturedOutput output) throws SQLException {
        try (Connection writer = former.database().getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("lock table attachments in row exclusive mode");

            assertThatTheStartFails();
        }

        assertThat(output).contains("Stop the former backend, and whatever else uses the table, and start again.");
    }

    /** Flyway makes its own table before the first version is tried. */
    private static List<Map<String, Object>> withoutHistory(List<Map<String, Object>> inventory) {
        return inventory.stream()
                .filter(entry -> !String.valueOf(entry.get("name")).startsWith("flyway_schema_history"))
                .toList();
    }

    private void assertThatTheStartFails() {
        assertThatThrownBy(() -> RunningService.start(former.surroundings(), BackendName.LOCAL)
                        .close())
                .isInstanceOf(Exception.class);
    }
}
