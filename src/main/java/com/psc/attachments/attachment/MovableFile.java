package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.NameRefused;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.Rereadable;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** An attachment as it was when it was read, as far as moving its bytes is concerned. */
public final class MovableFile {

    private final Attachment attachment;
    private final ObjectNaming naming;
    private final ObjectMetadata metadata;

    MovableFile(Attachment attachment, ObjectNaming naming, ObjectMetadata metadata) {
        this.attachment = attachment;
        this.naming = naming;
        this.metadata = metadata;
    }

    public int id() {
        return attachment.id();
    }

    public CompanyId company() {
        return attachment.company();
    }

    /** Where its bytes lie; empty if its row names no place within a store. */
    public Optional<StorageLocation> location() {
        try {
            return Optional.of(attachment.location());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether its row says that it lies on that backend. */
    public boolean liesOn(BackendName backend) {
        return attachment.storageBackend().equals(backend.label());
    }

    /** Whether its row says that its bytes lie at that place. */
    public boolean liesAt(StorageLocation place) {
        return location().filter(place::equals).isPresent();
    }

    /** What its row names as the place of its bytes, be it one or not. */
    public String path() {
        return attachment.filePath();
    }

    /** In bytes, as the row says. */
    public long size() {
        return attachment.size();
    }

    /** Empty for files from before checksums were kept. */
    public Optional<Sha256> sha256() {
        return attachment.sha256();
    }

    /** A new key for its bytes on that backend; empty if its row has what no key is made of. */
    public Optional<ObjectKey> newKey(BackendName backend, Instant now) {
        try {
            EntityReference entity = new EntityReference(
                    EntityType.of(attachment.entityType()), attachment.entityId(), attachment.company());
            return Optional.of(naming.keyFor(backend, entity, name(), now));
        } catch (InvalidParameter unknownType) {
            return Optional.empty();
        }
    }

    /** Older rows have names that are not taken any more. */
    private OriginalName name() {
        try {
            return OriginalName.of(attachment.originalFilename());
        } catch (NameRefused e) {
            return OriginalName.of("file");
        }
    }

    /**
     * The content as an object like one that an upload makes, with the row's type and metadata.
     *
     * @param source the same content, if it may be read again
     */
    public NewObject copy(InputStream content, Optional<Rereadable> source) {
        return new NewObject(
                content,
                source,
                attachment.mimeType(),
                () -> metadata.of(
                        attachment.entityType(),
                        attachment.company().value(),
                        attachment.originalFilename(),
                        attachment.createdAt(),
                        attachment.description()),
                WriteToken.random());
    }
}
