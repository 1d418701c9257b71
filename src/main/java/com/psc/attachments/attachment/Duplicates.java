package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.PairCursor;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to what companies keep more than once. Files from before checksums are not compared. */
@Component
public class Duplicates {

    private static final int MOST_IDS = 100;

    /** The groups of a company, and what each costs: all of its files but one. */
    private static final String GROUPS = """
            with same as (
                select sha256, count(*) as files, min(id) as oldest from attachments
                where company_id = :company and sha256 is not null
                group by sha256 having count(*) > 1),
            groups as (
                select same.*, attachments.file_size, (files - 1) * attachments.file_size as spare
                from same join attachments on attachments.id = same.oldest)
            """;

    private final JdbcClient jdbc;

    Duplicates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Attachments of one company that have the same content.
     *
     * @param files how many there are
     * @param fileSize of each, in bytes
     * @param ids the oldest of them, {@value #MOST_IDS} at most
     */
    public record Group(String sha256, long files, long fileSize, List<Integer> ids) {

        /** What all but one of them take. */
        public long spareBytes() {
            return (files - 1) * fileSize;
        }

        private PairCursor position() {
            return new PairCursor(spareBytes(), ids.get(0));
        }
    }

    /** The groups of a company, those that cost most first, from behind the cursor on. */
    public Page<Group> of(CompanyId company, PageLimit limit, Optional<PairCursor> cursor) {
        PairCursor behind = cursor.orElse(new PairCursor(Long.MAX_VALUE, 0));
        List<Group> found = jdbc.sql(GROUPS + """
                        select sha256, files, file_size,
                               array(select id from attachments
                                     where company_id = :company and attachments.sha256 = groups.sha256
                                     order by id limit :ids) as ids
                        from groups
                        where (spare, -oldest) < (:spare, -:oldest)
                        order by spare desc, oldest
                        limit :rows""")
                .param("company", company.value())
                .param("ids", MOST_IDS)
                .param("spare", behind.first())
                .param("oldest", behind.second())
                .param("rows", limit.andOneMore())
                .query((row, number) -> new Group(
                        row.getString("sha256"), row.getLong("files"), row.getLong("file_size"), List.of((Integer[])
                                row.getArray("ids").getArray())))
                .list();
        return Page.of(found, limit, group -> group.position().text());
    }

    /** All groups of a company: the files in them that could go, and their bytes. */
    public Total spareOf(CompanyId company) {
        return jdbc.sql(GROUPS + """
                        select coalesce(sum(files - 1), 0)::bigint as files, coalesce(sum(spare), 0)::bigint as bytes
                        from groups""")
                .param("company", company.value())
                .query((row, number) -> new Total(row.getLong("files"), row.getLong("bytes")))
                .single();
    }
}
