package com.psc.attachments.adoption;

import com.psc.attachments.adoption.Finding.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts verdicts: how many of each, which were the first ones, and, of rows, whose they are. */
final class Tally {

    /** The rows of a company on a backend. */
    record Owner(int companyId, String backend) implements Comparable<Owner> {

        @Override
        public int compareTo(Owner other) {
            int byCompany = Integer.compare(companyId, other.companyId);
            return byCompany != 0 ? byCompany : backend.compareTo(other.backend);
        }
    }

    private static final class Collected {
        private long count;
        private long bytes;
        private final List<Example> examples = new ArrayList<>();
    }

    private static final class Owned {
        private long rows;
        private long bytes;
        private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    }

    private final int mostExamples;
    private final Map<Verdict, Collected> collected = new EnumMap<>(Verdict.class);
    private final Map<Owner, Owned> owned = new TreeMap<>();

    Tally(int mostExamples) {
        this.mostExamples = mostExamples;
    }

    void row(Row row, Place place, Verdict verdict, Optional<String> detail) {
        long bytes = row.size().orElse(0);
        Owned mine = owned.computeIfAbsent(new Owner(row.companyId(), place.backend()), unused -> new Owned());
        mine.rows++;
        mine.bytes += bytes;
        mine.verdicts.merge(verdict, 1L, Long::sum);
        Collected same = count(verdict, bytes);
        if (verdict != Verdict.FOUND && same.examples.size() < mostExamples) {
            same.examples.add(new Example(
                    Optional.of(row.id()), Optional.of(row.companyId()), place.holding(row.name()), detail));
        }
    }

    /** Something that lies in a store and belongs to no row. */
    void nobodys(String name, Place place, Verdict verdict, long bytes) {
        Collected same = count(verdict, bytes);
        if (same.examples.size() < mostExamples) {
            same.examples.add(new Example(Optional.empty(), Optional.empty(), place.holding(name), Optional.empty()));
        }
    }

    private Collected count(Verdict verdict, long bytes) {
        Collected same = collected.computeIfAbsent(verdict, unused -> new Collected());
        same.count++;
        same.bytes += bytes;
        return same;
    }

    long count(Verdict verdict) {
        Collected same = collected.get(verdict);
        return same == null ? 0 : same.count;
    }

    /** All but what was found as it should be. */
    List<Finding> findings() {
        return collected.entrySet().stream()
                .filter(entry -> entry.getKey() != Verdict.FOUND)
                .map(entry -> new Finding(
                        entry.getKey(),
                        entry.getValue().count,
                        entry.getValue().bytes,
                        List.copyOf(entry.getValue().examples)))
                .toList();
    }

    /** By company and backend. */
    List<CompanyRows> companies() {
        return owned.entrySet().stream()
                .map(entry -> new CompanyRows(
                        entry.getKey().companyId(),
                        entry.getKey().backend(),
                        entry.getValue().rows,
                        entry.getValue().bytes,
                        verdicts(entry.getValue())))
                .toList();
    }

    private static Map<String, Long> verdicts(Owned owned) {
        Map<String, Long> byLabel = new LinkedHashMap<>();
        Arrays.stream(Verdict.values())
                .filter(owned.verdicts::containsKey)
                .forEach(verdict -> byLabel.put(verdict.label(), owned.verdicts.getOrDefault(verdict, 0L)));
        return byLabel;
    }

    /** @param files how many of them got which verdict */
    record CompanyRows(int companyId, String backend, long rows, long bytes, Map<String, Long> files) {}
}
