package com.psc.attachments.attachment;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Goes through the documents of a selection, entity by entity and newest first, which is the order of their index. Reads a
 * page at a time, and holds no connection between two. Documents that are uploaded after it began are left out.
 */
@Component
class ArchiveRows {

    private static final int PAGE = 500;

    private final JdbcClient jdbc;

    ArchiveRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Iterator<Attachment> of(ArchiveSelection selection) {
        int newest = jdbc.sql("select coalesce(max(id), 0) from attachments")
                .query(Integer.class)
                .single();
        return new Pages(Conditions.of(selection).and("id <= :newest", Map.of("newest", newest)));
    }

    private record Conditions(String text, Map<String, Object> parameters) {

        static Conditions of(ArchiveSelection selection) {
            Conditions conditions = new Conditions(
                    "company_id = :company",
                    Map.of("company", selection.company().value()));
            if (selection.entityType().isPresent()) {
                conditions = conditions.and(
                        "entity_type = :ofType",
                        Map.of("ofType", selection.entityType().get().label()));
            }
            if (selection.entityId().isPresent()) {
                conditions = conditions.and(
                        "entity_id = :ofEntity",
                        Map.of("ofEntity", selection.entityId().get()));
            }
            if (selection.from().isPresent()) {
                conditions = conditions.and(
                        "created_at >= :from",
                        Map.of("from", Timestamp.from(selection.from().get())));
            }
            if (selection.until().isPresent()) {
                conditions = conditions.and(
                        "created_at < :until",
                        Map.of("until", Timestamp.from(selection.until().get())));
            }
            return selection.ids().isEmpty()
                    ? conditions
                    : conditions.and("id in (:ids)", Map.of("ids", selection.ids()));
        }

        Conditions and(String condition, Map<String, Object> more) {
            Map<String, Object> all = new HashMap<>(parameters);
            all.putAll(more);
            return new Conditions(text + " and " + condition, all);
        }

        Conditions inTheSameEntityBehind(Attachment last) {
            return and(
                    "entity_type = :type and entity_id = :entity and (created_at, id) < (:createdAt, :id)",
                    Map.of(
                            "type", last.entityType(),
                            "entity", last.entityId(),
                            "createdAt", Timestamp.from(last.createdAt()),
                            "id", last.id()));
        }

        Conditions inAnEntityBehindThatOf(Attachment last) {
            return and(
                    "(entity_type, entity_id) > (:type, :entity)",
                    Map.of("type", last.entityType(), "entity", last.entityId()));
        }
    }

    private List<Attachment> page(Conditions conditions, int limit) {
        return jdbc.sql(AttachmentRepository.SELECT + "where " + conditions.text()
                        + " order by entity_type, entity_id, created_at desc, id desc limit :limit")
                .params(conditions.parameters())
                .param("limit", limit)
                .query(Attachment::of)
                .list();
    }

    private final class Pages implements Iterator<Attachment> {

        private final Conditions conditions;
        private Iterator<Attachment> page;
        private @Nullable Attachment last;

        Pages(Conditions conditions) {
            this.conditions = conditions;
            page = page(conditions, PAGE).iterator();
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && last != null) {
                page = pageBehind(last);
                last = null;
            }
            return page.hasNext();
        }

        private Iterator<Attachment> pageBehind(Attachment seen) {
            List<Attachment> found = new ArrayList<>(page(conditions.inTheSameEntityBehind(seen), PAGE));
            if (found.size() < PAGE) {
                found.addAll(page(conditions.inAnEntityBehindThatOf(seen), PAGE - found.size()));
            }
            return found.iterator();
        }

        @Override
        public Attachment next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = page.next();
            return last;
        }
    }
}
