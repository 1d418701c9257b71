package com.psc.attachments.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.FileSettings;
import com.psc.attachments.content.NameRefused;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.TypeBlocked;
import com.psc.attachments.content.TypeSniffer;
import com.psc.attachments.inspection.HostileFile.Verdict;
import com.psc.attachments.inspection.InspectionSettings.Rule;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What the policy says of every hostile file, and what it costs to find out. */
class HostileFilesTest {

    private static final long MOST_MEMORY = 64L << 20;
    private static final int CHUNK = 64 * 1024;
    private static final int LARGE = 200_000;
    private static final String UNPACKS_TO_MUCH = "Archives that unpack";
    private static final Path DOCUMENTATION = Path.of("src/docs/hostile-files.md");

    private final FilePolicy policy = new FilePolicy(FileSettings.ofContract());
    private final TypeSniffer sniffer = new TypeSniffer();
    private final Inspections inspections = inspections(Rule.KEEP, Rule.KEEP, Rule.KEEP);

    private Inspections inspections(Rule macros, Rule activePdf, Rule encrypted) {
        return new Inspections(
                new InspectionSettings(macros, activePdf, encrypted, 10_000, DataSize.ofGigabytes(1), 100, 5, 100),
                policy);
    }

    @Test
    void thereAreHundredsOfThem() {
        List<HostileFile> all = HostileFiles.all();

        System.out.println(all.size() + " hostile files: "
                + all.stream().collect(Collectors.groupingBy(HostileFile::group, TreeMap::new, Collectors.counting())));
        assertThat(all).hasSizeGreaterThan(300);
    }

    @Test
    void thePolicyHoldsForEachAndNoneTakesMoreThan64Megabytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TreeMap<Long, HostileFile> costs = new TreeMap<>(Comparator.reverseOrder());
        SoftAssertions verdicts = new SoftAssertions();
        for (HostileFile file : HostileFiles.all()) {
            byte[] content = file.content().get();
            long before = threads.getCurrentThreadAllocatedBytes();
            Verdict verdict = verdict(inspections, file.filename(), content, CHUNK);
            costs.put(threads.getCurrentThreadAllocatedBytes() - before, file);
            verdicts.assertThat(verdict).as(file.toString()).isEqualTo(expected(file));
        }

        costs.entrySet().stream()
                .limit(5)
                .forEach(cost -> System.out.printf(
                        "%.1f MB in all to look into %s%n", cost.getKey() / 1048576.0, cost.getValue()));
        verdicts.assertAll();
        assertThat(costs.firstKey()).isLessThan(MOST_MEMORY);
    }

    @ParameterizedTest(name = "{0} bytes at a time")
    @ValueSource(ints = {997, 1})
    void thePolicyHoldsInWhateverPiecesTheyCome(int chunk) {
        SoftAssertions verdicts = new SoftAssertions();
        for (HostileFile file : HostileFiles.all()) {
            byte[] content = file.content().get();
            if (content.length < LARGE && !file.group().startsWith(UNPACKS_TO_MUCH)) {
                verdicts.assertThat(verdict(inspections, file.filename(), content, chunk))
                        .as(file.toString())
                        .isEqualTo(expected(file));
            }
        }

        verdicts.assertAll();
    }

    /** Nothing is found in these, and their type alone decides how they are given out. */
    private static Verdict expected(HostileFile file) {
        return file.verdict().equals(Verdict.SAVED_ONLY) ? Verdict.AS_IT_IS : file.verdict();
    }

    private Verdict verdict(Inspections how, String filename, byte[] content, int chunk) {
        int sample = Math.min(content.length, TypeSniffer.SAMPLE_BYTES);
        try {
            OriginalName name = OriginalName.of(filename);
            policy.admit(name);
            sniffer.detect(name, content, sample);
        } catch (TypeBlocked e) {
            return Verdict.BLOCKED;
        } catch (NameRefused e) {
            return new Verdict("refused, 422");
        }
        try (Inspection inspection = how.begin(content, sample)) {
            for (int at = 0; at < content.length; at += chunk) {
                inspection.see(content, at, Math.min(chunk, content.length - at));
            }
            inspection.end();
            Set<Finding> findings = inspection.findings();
            return findings.isEmpty()
                    ? Verdict.AS_IT_IS
                    : Verdict.found(findings.iterator().next());
        } catch (UnsafeContent e) {
            return Verdict.refused(e.danger());
        }
    }

    @Test
    void anOperatorDecidesAboutMacrosActivePdfsAndWhatIsEncrypted() {
        Inspections otherwise = inspections(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE);
        byte[] macros = Samples.wordOf97WithMacros();
        byte[] active = Samples.pdf("/OpenAction << /S /JavaScript >>");
        byte[] encrypted = Samples.compoundFile("", "EncryptedPackage");

        assertThat(verdict(otherwise, "a.doc", macros, 1000)).isEqualTo(Verdict.refused(Danger.MACROS));
        assertThat(verdict(otherwise, "a.pdf", active, 1000)).isEqualTo(Verdict.refused(Danger.ACTIVE_PDF));
        assertThat(verdict(otherwise, "a.docx", encrypted, 1000)).isEqualTo(Verdict.refused(Danger.ENCRYPTED));
    }

    @Test
    void harmlessFilesAreKeptAsTheyAre() {
        byte[] text = Samples.ascii("Paid in full.\n");
        byte[] zip = new RawZip()
                .file("2026/", new byte[0])
                .file("2026/receipt.txt", text, RawZip::sizesFollow)
                .stored("2026/photo.png", Samples.png(4000, 3000), RawZip::sizesFollow)
                .file("2026\\copy.txt", text)
                .comment(text)
                .bytes();
        Stream<byte[]> harmless = Stream.of(
                zip,
                text,
                Samples.openXml().file("xl/workbook.xml", text).bytes(),
                Samples.openDocument().file("Basic/script-lc.xml", text).bytes(),
                Samples.gzip(Samples.tar("2026/receipt.txt", text)),
                Samples.png(4000, 3000),
                Samples.jpeg(4000, 3000, 100_000),
                Samples.gif(400, 300, 400, 300),
                Samples.tiff(4000, 3000, 1000),
                Samples.pdf("/Names << /Dests 3 0 R >> /OpenAction [4 0 R /FitH 10]"),
                Samples.pdfOfObjectStream(" /Filter /FlateDecode", Samples.ascii("1 0 << /Type /Page >>")),
                Samples.compoundFile("", "WordDocument", "1Table"),
                new RawZip().bytes());

        assertThat(harmless.map(content -> verdict(inspections, "a.pdf", content, 500)))
                .containsOnly(Verdict.AS_IT_IS);
    }

    @Test
    void theDocumentationSaysWhatBecomesOfEachGroup() throws IOException {
        Set<String> documented = rows("Group");
        Set<String> actual = HostileFiles.all().stream()
                .map(file -> file.group() + " | " + file.verdict().text())
                .collect(Collectors.toSet());

        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void theDocumentationNamesEveryDangerAndFinding() throws IOException {
        assertThat(rows("Danger").stream().map(row -> row.substring(0, row.indexOf(" |"))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Danger.values())
                        .map(danger -> "`" + danger.label() + "`")
                        .toList());
        assertThat(rows("Finding").stream().map(row -> row.substring(0, row.indexOf(" |"))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Finding.values())
                        .map(finding -> "`" + finding.label() + "`")
                        .toList());
    }

    /** The rows of the table whose first column is headed so, without the bars at both ends. */
    private static Set<String> rows(String heading) throws IOException {
        return Pattern.compile("(?m)^\\| " + heading + " \\|.*\\n\\|.*\\n((?:\\|.*\\n)+)")
                .matcher(Files.readString(DOCUMENTATION))
                .results()
                .flatMap(table -> table.group(1).lines())
                .map(row -> row.substring(2, row.length() - 2))
                .collect(Collectors.toSet());
    }
}
