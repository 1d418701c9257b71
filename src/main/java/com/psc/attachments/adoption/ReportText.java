package com.psc.attachments.adoption;

import com.psc.attachments.adoption.Finding.Example;
import com.psc.attachments.adoption.FormerDocuments.Kept;
import com.psc.attachments.adoption.InspectionReport.Attachments;
import com.psc.attachments.adoption.InspectionReport.Documents;
import com.psc.attachments.adoption.InspectionReport.Schema;
import com.psc.attachments.adoption.Tally.CompanyRows;
import com.psc.attachments.content.HumanSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report as lines for people. */
final class ReportText {

    private static final int MOST_COMPANIES = 50;
    private static final String ROW = "  %-10s %-12s %12s %12s  %s";

    private final InspectionReport report;
    private final List<String> lines = new ArrayList<>();

    ReportText(InspectionReport report) {
        this.report = report;
    }

    List<String> lines() {
        say("Database  %s", report.database());
        say("Uploads   %s", report.uploadDir());
        schema(report.schema());
        report.attachments().ifPresent(this::attachments);
        report.documents().ifPresent(this::documents);
        say("");
        say(
                report.hasFindings()
                        ? "Something was found that should be looked at before the service is started here. Nothing was changed."
                        : "All is as it should be. Nothing was changed.");
        return lines;
    }

    private void say(String line, Object... words) {
        lines.add(String.format(Locale.ROOT, line, words).stripTrailing());
    }

    private void schema(Schema schema) {
        say("");
        switch (schema.standing()) {
            case "begins" -> say("There is no table attachments: the service begins with an empty one of its own.");
            case "former" ->
                say(
                        schema.isUsable()
                                ? "The table attachments is the former backend's, and would be adopted."
                                : "The table attachments is the former backend's, and cannot be adopted because of some rows:");
            case "earlier" ->
                say(
                        "The table attachments is adopted, by an earlier version of this service. Files without a row are not looked for.");
            case "adopted" -> say("The table attachments is adopted already.");
            default ->
                say("The database would not be adopted. %s", schema.refusal().orElse(""));
        }
        schema.advice().ifPresent(advice -> say("  %s", advice));
        schema.obstacles()
                .forEach(obstacle -> say(
                        "  %s, each of which %s; the first is id %d",
                        many(obstacle.rows(), "row"), obstacle.problem(), obstacle.firstId()));
    }

    private void attachments(Attachments table) {
        say("");
        say("Attachments: %s, %s", many(table.rows(), "row"), HumanSize.of(table.bytes()));
        if (!table.companies().isEmpty()) {
            say(ROW, "company", "backend", "rows", "size", "files");
        }
        table.companies().stream().limit(MOST_COMPANIES).forEach(this::company);
        if (table.companies().size() > MOST_COMPANIES) {
            say("  and %d lines more, which --json has", table.companies().size() - MOST_COMPANIES);
        }
        table.stores()
                .forEach(store -> store.problem()
                        .ifPresent(problem -> say(
                                "  %s, with %s, was not told of completely: %s",
                                store.store(), many(store.rows(), "row"), problem)));
        findings(table.findings());
    }

    private void company(CompanyRows rows) {
        String files = rows.files().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
        say(ROW, rows.companyId(), rows.backend(), rows.rows(), HumanSize.of(rows.bytes()), files);
    }

    private void documents(Documents table) {
        say("");
        say("Documents of the older table document_attachments:");
        table.problem().ifPresent(problem -> say("  %s", problem));
        if (!table.kinds().isEmpty()) {
            say(ROW, "type", "content", "rows", "size", "");
        }
        for (Kept kind : table.kinds()) {
            say(ROW, kind.type(), kind.content(), kind.rows(), HumanSize.of(kind.bytes()), "");
        }
        if (table.found() > 0) {
            say("  %s found", many(table.found(), "file"));
        }
        findings(table.findings());
    }

    private void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            say("");
            say(
                    "  %d (%s) %s",
                    finding.count(),
                    HumanSize.of(finding.bytes()),
                    finding.verdict().meaning());
            finding.examples().forEach(this::example);
            long more = finding.count() - finding.examples().size();
            if (more > 0) {
                say("    and %d more", more);
            }
        }
    }

    private void example(Example example) {
        String row = example.id()
                .map(id ->
                        "id %d, company %d: ".formatted(id, example.companyId().orElse(0)))
                .orElse("");
        // A name on the disk may hold anything, and steers no terminal.
        say(
                "    %s%s%s",
                row,
                example.place().replaceAll("[\\p{Cc}\\p{Cf}]", "?"),
                example.detail().map(detail -> " (" + detail + ")").orElse(""));
    }

    private static String many(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
