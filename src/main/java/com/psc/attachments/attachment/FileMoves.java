package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The door for whoever moves files from store to store. It gives out and changes nothing but where bytes lie, and that they are whole there. */
@Component
public class FileMoves {

    private final AttachmentRepository attachments;
    private final ObjectNaming naming;
    private final ObjectMetadata metadata;
    private final JdbcClient jdbc;
    private final Clock clock;

    FileMoves(
            AttachmentRepository attachments,
            ObjectNaming naming,
            ObjectMetadata metadata,
            JdbcClient jdbc,
            Clock clock) {
        this.attachments = attachments;
        this.naming = naming;
        this.metadata = metadata;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The highest id that an attachment has; 0 if there is none. */
    public int newestId() {
        return jdbc.sql("select coalesce(max(id), 0) from attachments")
                .query(Integer.class)
                .single();
    }

    /**
     * How much lies on a backend.
     *
     * @param company whose files; all companies' if empty
     * @param newest files with a higher id are not counted
     */
    public Total total(BackendName backend, Optional<CompanyId> company, int newest) {
        return jdbc.sql("""
                        select count(*) as files, coalesce(sum(file_size), 0) as bytes from attachments
                        where storage_backend = :backend and id <= :newest
                          and (:company::integer is null or company_id = :company::integer)""")
                .param("backend", backend.label())
                .param("newest", newest)
                .param("company", company.map(CompanyId::value).orElse(null))
                .query((row, number) -> new Total(row.getLong("files"), row.getLong("bytes")))
                .single();
    }

    /**
     * The next files that lie on a backend, by id.
     *
     * @param company whose files; all companies' if empty
     * @param behind the files have higher ids than this
     * @param newest and none higher than this
     */
    public List<MovableFile> next(BackendName backend, Optional<CompanyId> company, int behind, int newest, int limit) {
        return movable(attachments.nextOn(backend, company, behind, newest, limit));
    }

    /** Those that are still there, each by its id. */
    public Map<Integer, MovableFile> find(Collection<Integer> ids) {
        return movable(attachments.findAll(ids)).stream()
                .collect(Collectors.toMap(MovableFile::id, Function.identity()));
    }

    private List<MovableFile> movable(List<Attachment> found) {
        return found.stream()
                .map(attachment -> new MovableFile(attachment, naming, metadata))
                .toList();
    }

    /**
     * Has each row that still names the place {@code from} name the place {@code to}, in one statement of the caller's
     * transaction; nobody else changes or deletes these rows before that ends. Readers find the bytes at either place, as long
     * as both have them. Who moves a file has read its copy again: it counts as verified.
     *
     * @param moves up to a thousand, all from one backend to one backend, of different attachments
     * @return the ids of those that were moved; the others are deleted or lie elsewhere
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<Integer> move(Collection<FileMove> moves) {
        if (moves.isEmpty()) {
            return Set.of();
        }
        BackendName from = only(moves, FileMove::from);
        BackendName to = only(moves, FileMove::to);
        Integer[] ids = column(moves, FileMove::attachmentId).toArray(Integer[]::new);
        // Locks are taken in order of id, so that nobody who does the same waits in a ring.
        jdbc.sql("select id from attachments where id = any(:ids) order by id for no key update")
                .param("ids", ids)
                .query(Integer.class)
                .list();
        return new HashSet<>(jdbc.sql("""
                        update attachments
                        set storage_backend = :to, s3_bucket = move.to_bucket, file_path = move.to_key,
                            s3_key = case when :to = 's3' then move.to_key end, filename = move.filename,
                            sha256 = coalesce(attachments.sha256, move.sha256), integrity = 'ok', verified_at = :now,
                            updated_at = :now
                        from unnest(:ids::integer[], :fromBuckets::text[], :fromKeys::text[], :toBuckets::text[],
                                    :toKeys::text[], :filenames::text[], :digests::text[])
                            as move(id, from_bucket, from_key, to_bucket, to_key, filename, sha256)
                        where attachments.id = move.id and storage_backend = :from
                          and %s = move.from_key and (:from <> 's3' or s3_bucket = move.from_bucket)
                        returning attachments.id""".formatted(Attachment.KEY))
                .param("from", from.label())
                .param("to", to.label())
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", ids)
                .param("fromBuckets", texts(moves, move -> move.from().bucketName()))
                .param(
                        "fromKeys",
                        texts(moves, move -> Optional.of(move.from().key().value())))
                .param("toBuckets", texts(moves, move -> move.to().bucketName()))
                .param(
                        "toKeys",
                        texts(moves, move -> Optional.of(move.to().key().value())))
                .param(
                        "filenames",
                        texts(
                                moves,
                                move -> Optional.of(
                                        UploadedFile.storedName(to, move.to().key()))))
                .param("digests", texts(moves, move -> Optional.of(move.sha256().hex())))
                .query(Integer.class)
                .list());
    }

    private static BackendName only(Collection<FileMove> moves, Function<FileMove, StorageLocation> place) {
        List<BackendName> backends = column(moves, move -> place.apply(move).backend()).stream()
                .distinct()
                .toList();
        if (backends.size() != 1) {
            throw new IllegalArgumentException("These moves are between more than two backends");
        }
        return backends.get(0);
    }

    private static String[] texts(Collection<FileMove> moves, Function<FileMove, Optional<String>> value) {
        return moves.stream().map(move -> value.apply(move).orElse(null)).toArray(String[]::new);
    }

    private static <T> List<T> column(Collection<FileMove> moves, Function<FileMove, T> value) {
        return moves.stream().map(value).toList();
    }
}
