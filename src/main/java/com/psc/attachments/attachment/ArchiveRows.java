package com.psc.attachments.attachment;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Goes through the documents of a selection, entity by entity and newest first, which is the order of their index. Reads a
 * page at a time, and holds no connection between two. Documents that are uploaded after it began are left out.
 */
@Component
class ArchiveRows {

    private static final int PAGE = 500;

    private final EntityManager entities;

    ArchiveRows(EntityManager entities) {
        this.entities = entities;
    }

    Iterator<Attachment> of(ArchiveSelection selection) {
        int newest = entities.createQuery("select coalesce(max(a.id), 0) from Attachment a", Integer.class)
                .getSingleResult();
        return new Pages(Conditions.of(selection).and("a.id <= :newest", Map.of("newest", newest)));
    }

    private record Conditions(String text, Map<String, Object> parameters) {

        static Conditions of(ArchiveSelection selection) {
            Conditions conditions = new Conditions(
                    "a.companyId = :company",
                    Map.of("company", selection.company().value()));
            if (selection.entityType().isPresent()) {
                conditions = conditions.and(
                        "a.entityType = :ofType",
                        Map.of("ofType", selection.entityType().get().label()));
            }
            if (selection.entityId().isPresent()) {
                conditions = conditions.and(
                        "a.entityId = :ofEntity",
                        Map.of("ofEntity", selection.entityId().get()));
            }
            if (selection.from().isPresent()) {
                conditions = conditions.and(
                        "a.createdAt >= :from", Map.of("from", selection.from().get()));
            }
            if (selection.until().isPresent()) {
                conditions = conditions.and(
                        "a.createdAt < :until",
                        Map.of("until", selection.until().get()));
            }
            return selection.ids().isEmpty()
                    ? conditions
                    : conditions.and("a.id in :ids", Map.of("ids", selection.ids()));
        }

        Conditions and(String condition, Map<String, Object> more) {
            Map<String, Object> all = new HashMap<>(parameters);
            all.putAll(more);
            return new Conditions(text + " and " + condition, all);
        }

        Conditions inTheSameEntityBehind(Attachment last) {
            return and(
                    "a.entityType = :type and a.entityId = :entity and (a.createdAt, a.id) < (:createdAt, :id)",
                    Map.of(
                            "type", last.entityType(),
                            "entity", last.entityId(),
                            "createdAt", last.createdAt(),
                            "id", last.id()));
        }

        Conditions inAnEntityBehindThatOf(Attachment last) {
            return and(
                    "(a.entityType, a.entityId) > (:type, :entity)",
                    Map.of("type", last.entityType(), "entity", last.entityId()));
        }
    }

    private List<Attachment> page(Conditions conditions, int limit) {
        TypedQuery<Attachment> query = entities.createQuery(
                "select a from Attachment a where " + conditions.text()
                        + " order by a.entityType, a.entityId, a.createdAt desc, a.id desc",
                Attachment.class);
        conditions.parameters().forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
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
