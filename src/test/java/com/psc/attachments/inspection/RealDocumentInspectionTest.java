package com.psc.attachments.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.RealDocuments;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.FileSettings;
import com.psc.attachments.inspection.InspectionSettings.Rule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Every file in the test jars of Apache Tika's PDF, Microsoft and image parsers: which of them something is found in. */
class RealDocumentInspectionTest {

    private final Inspections inspections = new Inspections(
            new InspectionSettings(Rule.KEEP, Rule.KEEP, Rule.KEEP, 10_000, DataSize.ofGigabytes(1), 100, 5, 100),
            new FilePolicy(FileSettings.ofContract()));

    @Test
    void onlyThoseAreRefusedThatAreBroken() {
        Map<String, Set<String>> outcomes = new TreeMap<>();
        RealDocuments.forEach((path, content) -> outcomes.computeIfAbsent(outcome(content), kind -> new TreeSet<>())
                .add(path.substring(path.lastIndexOf('/') + 1)));

        System.out.println("Real documents looked into: " + outcomes);
        assertThat(outcomes.keySet()).containsOnly("harmless", "unreadable", "kept, but not shown");
        assertThat(outcomes.get("unreadable"))
                .containsExactlyInAnyOrder("testWORD_truncated.docx", "testZIP_corrupted_oom.zip");
    }

    private String outcome(byte[] content) {
        try (Inspection inspection = inspections.begin(content, Math.min(content.length, 64 * 1024))) {
            inspection.see(content, 0, content.length);
            inspection.end();
            return inspection.findings().isEmpty() ? "harmless" : "kept, but not shown";
        } catch (UnsafeContent e) {
            return e.danger().label();
        }
    }
}
