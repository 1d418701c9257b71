package com.psc.attachments.attachment;

import com.psc.attachments.content.HumanSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How many documents there are, and how large, by category and by backend. */
record AttachmentStatistics(
        long totalAttachments,
        long totalSizeBytes,
        String totalSizeHuman,
        Map<String, Share> byCategory,
        Map<String, Share> byStorageBackend,
        List<String> supportedTypes,
        String activeBackend) {

    /** A part of the documents. */
    record Share(long count, long totalSizeBytes, String totalSizeHuman) {

        static Share of(long count, long bytes) {
            return new Share(count, bytes, HumanSize.of(bytes));
        }

        private static Share sum(Share one, Share other) {
            return of(one.count + other.count, one.totalSizeBytes + other.totalSizeBytes);
        }
    }

    static AttachmentStatistics of(
            List<AttachmentRepository.GroupTotal> totals, List<String> supportedTypes, String activeBackend) {
        Share all = totals.stream().map(AttachmentStatistics::share).reduce(Share.of(0, 0), Share::sum);
        return new AttachmentStatistics(
                all.count(),
                all.totalSizeBytes(),
                all.totalSizeHuman(),
                grouped(totals, AttachmentRepository.GroupTotal::category),
                grouped(totals, AttachmentRepository.GroupTotal::storageBackend),
                supportedTypes,
                activeBackend);
    }

    private static Map<String, Share> grouped(
            List<AttachmentRepository.GroupTotal> totals, Function<AttachmentRepository.GroupTotal, String> group) {
        Map<String, Share> shares = new TreeMap<>();
        totals.forEach(total -> shares.merge(group.apply(total), share(total), Share::sum));
        return shares;
    }

    private static Share share(AttachmentRepository.GroupTotal total) {
        return Share.of(total.count(), total.bytes());
    }
}
