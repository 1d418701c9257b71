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
              and (a.createdAt, a.id) < (:createdAt, :id)
            order by a.createdAt desc, a.id desc""")
    List<Attachment> newestBefore(int company, String type, int entity, Instant createdAt, int id, Limit limit);
}
