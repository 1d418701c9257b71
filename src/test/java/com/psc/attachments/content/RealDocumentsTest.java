package com.psc.attachments.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.RealDocuments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every file in the test jars of Apache Tika's PDF, Microsoft and image parsers, as if it were uploaded. */
class RealDocumentsTest {

    private final FilePolicy policy = new FilePolicy(FileSettings.ofContract());
    private final TypeSniffer sniffer = new TypeSniffer();

    private record Document(OriginalName name, byte[] start) {}

    @Test
    void allAreAdmittedButTheCompiledClassesOfTheTests() {
        Map<String, List<OriginalName>> verdicts =
                documents().stream().collect(Collectors.groupingBy(this::verdict, TreeMap::new, names()));

        System.out.println("Real documents: "
                + verdicts.entrySet().stream()
                        .map(verdict -> verdict.getValue().size() + " " + verdict.getKey())
                        .collect(Collectors.joining("; ")));
        assertThat(verdicts).containsOnlyKeys("admitted", "refused as compiled classes");
        assertThat(verdicts.get("admitted")).hasSizeGreaterThan(400);
    }

    @Test
    void theDocumentsOfTheContractsTypesAreWhatTheirNamesSay() {
        List<String> others = documents().stream()
                .filter(document -> document.name().value().matches(".*\\.(pdf|docx?|xlsx?|rtf|jpg|png|bmp|gif|webp)"))
                .filter(document -> !detected(document).equals(expected(document)))
                .map(document -> document.name().value())
                .toList();

        assertThat(others)
                .as("Office files with a password are no ZIP archives but encrypted OLE containers")
                .containsExactlyInAnyOrder(
                        "protected_normal_case.docx",
                        "protected_upper_case.docx",
                        "protect.xlsx",
                        "protectedFile.xlsx",
                        "testEXCEL_protected_passtika.xlsx",
                        "testEXCEL_protected_passtika_2.xlsx",
                        "testWORD_protected_passtika.docx");
    }

    private String verdict(Document document) {
        policy.admit(document.name());
        if (document.name().extension().equals("class")) {
            assertThatThrownBy(() -> detected(document))
                    .isInstanceOf(TypeBlocked.class)
                    .hasMessageContaining("a compiled Java class");
            return "refused as compiled classes";
        }
        try {
            return detected(document).isEmpty() ? "of no type" : "admitted";
        } catch (TypeBlocked blocked) {
            return document.name() + ": " + blocked.reason();
        }
    }

    private String detected(Document document) {
        return sniffer.detect(document.name(), document.start(), document.start().length)
                .mime();
    }

    private String expected(Document document) {
        return policy.admit(document.name()).mime().orElseThrow();
    }

    private static Collector<Document, ?, List<OriginalName>> names() {
        return Collectors.mapping(Document::name, Collectors.toList());
    }

    private static List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        RealDocuments.forEach((path, content) -> documents.add(new Document(
                OriginalName.of(path), Arrays.copyOf(content, Math.min(content.length, TypeSniffer.SAMPLE_BYTES)))));
        return documents;
    }
}
