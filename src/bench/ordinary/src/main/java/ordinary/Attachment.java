package ordinary;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "attachments", indexes = @Index(columnList = "companyId, entityType, entityId"))
class Attachment {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String entityType;
    int entityId;
    int companyId;
    String filename;
    String originalFilename;
    long fileSize;
    String mimeType;
    String description;
    Instant createdAt = Instant.now();
}
