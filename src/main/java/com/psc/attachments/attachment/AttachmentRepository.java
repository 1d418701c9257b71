package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads attachments. Each call is one statement, outside a transaction unless the caller has one. */
@Component
class AttachmentRepository {

    static final String SELECT = "select " + Attachment.COLUMNS + " from attachments ";

    private static final String BY_ID = SELECT + "where id = ?";
    private static final String BY_ID_AND_COMPANIES = BY_ID + " and company_id = any(?)";
    private static final String OF_ENTITY = SELECT + "where company_id = ? and entity_type = ? and entity_id = ?";
    private static final String NEWEST_FIRST = " order by created_at desc, id desc";
    private static final String BY_IDS = SELECT + "where id = any(?) order by id";
    private static final String NEXT = SELECT + "where id > ? and id <= ? and storage_backend = ?";

    private final JdbcTemplate jdbc;

    AttachmentRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if there is none of that id, or it is not of those companies. */
    Optional<Attachment> find(int id, Companies companies) {
        List<Attachment> found = companies.areAll()
                ? jdbc.query(BY_ID, Attachment::of, id)
                : jdbc.query(BY_ID_AND_COMPANIES, Attachment::of, id, companies.ids());
        return found.stream().findFirst();
    }

    /** Those that there are, by id. */
    List<Attachment> findAll(Collection<Integer> ids) {
        return jdbc.query(BY_IDS, Attachment::of, (Object) ids.toArray(Integer[]::new));
    }

    /** All that an entity has, newest first. */
    List<Attachment> newestOf(EntityReference entity) {
        return jdbc.query(
                OF_ENTITY + NEWEST_FIRST,
                Attachment::of,
                entity.company().value(),
                entity.type().label(),
                entity.entityId());
    }

    /** The newest that an entity has. */
    List<Attachment> newestOf(EntityReference entity, int most) {
        return jdbc.query(
                OF_ENTITY + NEWEST_FIRST + " limit ?",
                Attachment::of,
                entity.company().value(),
                entity.type().label(),
                entity.entityId(),
                most);
    }

    /** The newest of those that an entity has behind the cursor. */
    List<Attachment> newestOf(EntityReference entity, ListCursor behind, int most) {
        return jdbc.query(
                OF_ENTITY + " and (created_at, id) < (?, ?)" + NEWEST_FIRST + " limit ?",
                Attachment::of,
                entity.company().value(),
                entity.type().label(),
                entity.entityId(),
                Timestamp.from(behind.createdAt()),
                behind.id(),
                most);
    }

    /**
     * The next on a backend, by id.
     *
     * @param company whose; all companies' if empty
     * @param behind they have higher ids than this
     * @param newest and none higher than this
     */
    List<Attachment> nextOn(BackendName backend, Optional<CompanyId> company, int behind, int newest, int most) {
        return company.isPresent()
                ? jdbc.query(
                        NEXT + " and company_id = ? order by id limit ?",
                        Attachment::of,
                        behind,
                        newest,
                        backend.label(),
                        company.get().value(),
                        most)
                : jdbc.query(NEXT + " order by id limit ?", Attachment::of, behind, newest, backend.label(), most);
    }
}
