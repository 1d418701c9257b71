package com.psc.attachments.migration;

import com.psc.attachments.attachment.AttachmentTotals;
import com.psc.attachments.attachment.AttachmentTotals.CompanyUsage;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.migration.MigrationItem.Place;
import com.psc.attachments.migration.MigrationJournal.Share;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipt of a run: how much of each company became what, what lies on both sides now, every failure, and a digest of the
 * journal. It is written as it is read, a page at a time.
 *
 * <p>The digest is the SHA-256 of one line for each file of the journal, in the order of the attachments' ids: the attachment's id,
 * state, bytes, SHA-256, source and target as {@code …/items} gives them, with a tab between two, nothing for null, and a line
 * feed at the end. Whoever has all pages of the items can compute it:
 *
 * <pre>jq -r '.items[] | [.attachment_id, .state, .bytes, .sha256, .source, .target] | @tsv' | sha256sum</pre>
 */
@Component
class MigrationReport {

    private static final int PAGE = 1_000;

    private final MigrationJournal journal;
    private final AttachmentTotals totals;
    private final ObjectWriter json;

    MigrationReport(MigrationJournal journal, AttachmentTotals totals, JsonMapper json) {
        this.journal = journal;
        this.totals = totals;
        this.json = json.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET);
    }

    private record Amount(long files, long bytes, String human) {

        static Amount of(Total total) {
            return new Amount(total.files(), total.bytes(), HumanSize.of(total.bytes()));
        }
    }

    /**
     * One company's part.
     *
     * @param underWay what has not come to an end
     * @param onSource all that the company has on the run's source now, whoever put it there
     * @param onTarget the same of the target
     */
    private record CompanyPart(
            int companyId,
            Amount migrated,
            Amount failed,
            Amount superseded,
            Amount rolledBack,
            Amount underWay,
            Amount onSource,
            Amount onTarget) {}

    /** Writes the report. The stream stays open. */
    void write(Migration run, OutputStream out) {
        try (JsonGenerator report = json.createGenerator(out)) {
            report.writeStartObject();
            report.writePOJOProperty("migration", MigrationView.of(run));
            report.writePOJOProperty("companies", companies(run));
            report.writeName("failures");
            report.writeStartArray();
            MessageDigest digester = Sha256.digester();
            long items = 0;
            List<MigrationItem> page = List.of();
            do {
                int behind = page.isEmpty() ? 0 : page.get(page.size() - 1).attachmentId();
                page = journal.behind(run, behind, Optional.empty(), PAGE);
                for (MigrationItem item : page) {
                    digester.update(line(item).getBytes(StandardCharsets.UTF_8));
                    if (item.reason().isPresent()) {
                        report.writePOJO(ItemView.of(item));
                    }
                }
                items += page.size();
            } while (!page.isEmpty());
            report.writeEndArray();
            report.writeNumberProperty("items", items);
            report.writeStringProperty("digest", Sha256.of(digester.digest()).hex());
            report.writeEndObject();
        }
    }

    private static String line(MigrationItem item) {
        return String.join(
                        "\t",
                        Integer.toString(item.attachmentId()),
                        item.state().label(),
                        Long.toString(item.bytes()),
                        item.sha256().map(Sha256::hex).orElse(""),
                        item.source().toString(),
                        item.target().map(Place::toString).orElse(""))
                + "\n";
    }

    private List<CompanyPart> companies(Migration run) {
        Map<Integer, Map<ItemState, Total>> shares = new TreeMap<>();
        for (Share share : journal.shares(run)) {
            shares.computeIfAbsent(share.company().value(), company -> new EnumMap<>(ItemState.class))
                    .put(share.state(), share.total());
        }
        Map<Integer, Map<String, Total>> present = new TreeMap<>();
        for (CompanyUsage usage : totals.usageByCompany()) {
            present.put(usage.company().value(), usage.byBackend());
        }
        return shares.entrySet().stream()
                .map(entry ->
                        part(run, entry.getKey(), entry.getValue(), present.getOrDefault(entry.getKey(), Map.of())))
                .toList();
    }

    private static CompanyPart part(
            Migration run, int company, Map<ItemState, Total> shares, Map<String, Total> present) {
        return new CompanyPart(
                company,
                sum(shares, ItemState.SWITCHED),
                sum(shares, ItemState.FAILED),
                sum(shares, ItemState.SUPERSEDED),
                sum(shares, ItemState.ROLLED_BACK),
                sum(shares, ItemState.PLANNED, ItemState.COPIED, ItemState.VERIFIED),
                Amount.of(present.getOrDefault(run.source().label(), Total.NOTHING)),
                Amount.of(present.getOrDefault(run.target().label(), Total.NOTHING)));
    }

    private static Amount sum(Map<ItemState, Total> shares, ItemState... states) {
        Total sum = Total.NOTHING;
        for (ItemState state : states) {
            sum = sum.plus(shares.getOrDefault(state, Total.NOTHING));
        }
        return Amount.of(sum);
    }
}
