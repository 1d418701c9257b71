package com.psc.attachments.attachment;

import com.psc.attachments.content.HumanSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many documents there are, and how large, by category and by backend.
 *
 * @param supportedTypes the extensions that the service knows by name
 * @param activeBackend the one that takes new files
 */
public record AttachmentStatistics(
        long totalAttachments,
        long totalSizeBytes,
        String totalSizeHuman,
        Map<String, Share> byCategory,
        Map<String, Share> byStorageBackend,
        List<String> supportedTypes,
        String activeBackend) {

    /** A part of the documents. */
    public record Share(long count, long totalSizeBytes, String totalSizeHuman) {

        private static Share of(Total total) {
            return new Share(total.files(), total.bytes(), HumanSize.of(total.bytes()));
        }
    }

    /** What there is of one category on one backend. */
    record Part(String category, String storageBackend, Total total) {}

    static AttachmentStatistics of(List<Part> parts, List<String> supportedTypes, String activeBackend) {
        Total all = parts.stream().map(Part::total).reduce(Total.NOTHING, Total::plus);
        return new AttachmentStatistics(
                all.files(),
                all.bytes(),
                HumanSize.of(all.bytes()),
                grouped(parts, Part::category),
                grouped(parts, Part::storageBackend),
                supportedTypes,
                activeBackend);
    }

    private static Map<String, Share> grouped(List<Part> parts, Function<Part, String> group) {
        Map<String, Total> totals = new TreeMap<>();
        parts.forEach(part -> totals.merge(group.apply(part), part.total(), Total::plus));
        Map<String, Share> shares = new TreeMap<>();
        totals.forEach((name, total) -> shares.put(name, Share.of(total)));
        return shares;
    }
}
