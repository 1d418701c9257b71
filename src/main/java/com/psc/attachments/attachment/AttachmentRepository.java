package com.psc.attachments.attachment;

import java.time.Instant;
import java.util.Collection;
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

    @Query("select a from Attachment a where a.id in :ids order by a.id")
    List<Attachment> findAll(Collection<Integer> ids);

    @Query("""
            select a from Attachment a
            where a.storageBackend = :backend and a.id > :behind and a.id <= :newest order by a.id""")
    List<Attachment> nextOn(String backend, int behind, int newest, Limit limit);

    @Query("""
            select a from Attachment a
            where a.storageBackend = :backend and a.companyId = :company and a.id > :behind and a.id <= :newest
            order by a.id""")
    List<Attachment> nextOn(String backend, int company, int behind, int newest, Limit limit);
}
