package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds single attachments. Every download begins here, so it goes to the database without the detour of an entity manager,
 * which took a third of a small download's time.
 */
@Component
class AttachmentLookup {

    private static final String BY_ID = "select " + Attachment.COLUMNS + " from attachments where id = ?";
    private static final String BY_ID_AND_COMPANIES = BY_ID + " and company_id = any(?)";

    private final JdbcTemplate jdbc;

    AttachmentLookup(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if there is none of that id, or it is not of those companies. */
    Optional<Attachment> find(int id, Companies companies) {
        List<Attachment> found = companies.areAll()
                ? jdbc.query(BY_ID, (row, number) -> Attachment.of(row), id)
                : jdbc.query(BY_ID_AND_COMPANIES, (row, number) -> Attachment.of(row), id, companies.ids());
        return found.stream().findFirst();
    }
}
