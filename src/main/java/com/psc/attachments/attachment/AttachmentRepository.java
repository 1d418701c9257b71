package com.psc.attachments.attachment;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads attachments. Each call is one statement, outside a transaction unless the caller has one. */
@Transactional(propagation = Propagation.SUPPORTS)
interface AttachmentRepository extends Repository<Attachment, Integer> {

    @Query("""
            select a from Attachment a
            where a.companyId = :company and a.entityType = :type and a.entityId = :entity
            order by a.createdAt desc, a.id desc""")
    List<Attachment> newestOf(int company, String type, int entity, Limit limit);

    @Query("""
            select a from Attachment a
            where a.companyId = :company and a.entityType = :type and a.entityId = :entity
              and (a.createdAt < :createdAt or a.createdAt = :createdAt and a.id < :id)
            order by a.createdAt desc, a.id desc""")
    List<Attachment> newestBefore(int company, String type, int entity, Instant createdAt, int id, Limit limit);

    /** A number of files and their bytes. */
    record Total(long count, long bytes) {}

    @Query("""
            select new com.psc.attachments.attachment.AttachmentRepository$Total(count(a), coalesce(sum(a.fileSize), 0))
            from Attachment a where a.companyId = :company and a.entityType = :type and a.entityId = :entity""")
    Total totalOf(int company, String type, int entity);

    /** A number of files and their bytes, of one category on one backend. */
    record GroupTotal(String category, String storageBackend, long count, long bytes) {}

    @Query("""
            select new com.psc.attachments.attachment.AttachmentRepository$GroupTotal(
                a.category, a.storageBackend, count(a), coalesce(sum(a.fileSize), 0))
            from Attachment a group by a.category, a.storageBackend""")
    List<GroupTotal> totals();

    @Query("""
            select new com.psc.attachments.attachment.AttachmentRepository$GroupTotal(
                a.category, a.storageBackend, count(a), coalesce(sum(a.fileSize), 0))
            from Attachment a where a.companyId = :company group by a.category, a.storageBackend""")
    List<GroupTotal> totalsOf(int company);
}
