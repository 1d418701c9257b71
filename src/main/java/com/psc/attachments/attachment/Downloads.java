package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.Sight;
import com.psc.attachments.grouping.Grouped;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds documents, and their bytes wherever the row says they are. */
@Component
class Downloads {

    private static final int FOUND_AT_ONCE = 256;

    private final Grouped<Integer, Optional<Attachment>> finding = new Grouped<>(FOUND_AT_ONCE, this::findEach);
    private final AttachmentRepository attachments;
    private final StorageBackends backends;
    private final Sight sight;

    Downloads(AttachmentRepository attachments, StorageBackends backends, Sight sight) {
        this.attachments = attachments;
        this.backends = backends;
        this.sight = sight;
    }

    /**
     * Those who ask at the same moment share a statement, if nothing is hidden from them. To be called outside transactions.
     *
     * @throws UnknownAttachment if there is none of that id, or it is not of those companies
     */
    Attachment find(int id, Companies companies) {
        Optional<Attachment> found =
                sight.isOfAll() ? finding.ask(id).filter(one -> one.isOf(companies)) : attachments.find(id, companies);
        return found.orElseThrow(() -> new UnknownAttachment(id));
    }

    private List<Optional<Attachment>> findEach(List<Integer> ids) {
        Map<Integer, Attachment> found =
                attachments.findAll(ids).stream().collect(Collectors.toMap(Attachment::id, Function.identity()));
        return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
    }

    /**
     * Does something with the bytes, where the row says they are. If they are not there, the row is read once more: they may
     * just have been moved.
     *
     * @throws ContentMissing if they are not there either, or the row names no place in a store
     */
    <T> T reach(Attachment attachment, BiFunction<StorageBackend, StorageLocation, T> use) {
        try {
            return reachOnce(attachment, use);
        } catch (ObjectMissing missing) {
            Attachment again = find(attachment.id(), Companies.of(attachment.company()));
            if (location(again).equals(missing.location())) {
                throw new ContentMissing(attachment.id(), missing);
            }
            try {
                return reachOnce(again, use);
            } catch (ObjectMissing stillMissing) {
                throw new ContentMissing(attachment.id(), stillMissing);
            }
        }
    }

    private <T> T reachOnce(Attachment attachment, BiFunction<StorageBackend, StorageLocation, T> use) {
        StorageLocation location = location(attachment);
        return use.apply(backends.holding(location), location);
    }

    private static StorageLocation location(Attachment attachment) {
        try {
            return attachment.location();
        } catch (IllegalArgumentException noPlace) {
            throw new ContentMissing(attachment.id(), noPlace);
        }
    }
}
