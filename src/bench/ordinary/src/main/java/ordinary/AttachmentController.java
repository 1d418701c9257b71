package ordinary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

@RestController
class AttachmentController {

    private final AttachmentRepository attachments;
    private final Path folder;

    AttachmentController(AttachmentRepository attachments, @Value("${UPLOAD_DIR}") Path folder) throws IOException {
        this.attachments = attachments;
        this.folder = Files.createDirectories(folder.toAbsolutePath());
    }

    @PostMapping("/attachments/upload")
    Uploaded upload(
            @RequestParam("entity_type") String entityType,
            @RequestParam("entity_id") int entityId,
            @RequestParam("company_id") int companyId,
            @RequestParam(required = false) String description,
            @RequestParam MultipartFile file)
            throws IOException {
        Attachment attachment = new Attachment();
        attachment.entityType = entityType;
        attachment.entityId = entityId;
        attachment.companyId = companyId;
        attachment.filename = UUID.randomUUID().toString();
        attachment.originalFilename = file.getOriginalFilename();
        attachment.fileSize = file.getSize();
        attachment.mimeType = file.getContentType();
        attachment.description = description;
        file.transferTo(folder.resolve(attachment.filename));
        attachments.save(attachment);
        return new Uploaded(attachment.id, attachment.filename, attachment.originalFilename, attachment.fileSize);
    }

    @GetMapping("/attachments/download/{id}")
    ResponseEntity<Resource> download(@PathVariable long id) {
        Attachment attachment =
                attachments.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        ContentDisposition disposition = ContentDisposition.attachment()
                .filename(attachment.originalFilename, StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(attachment.mimeType))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .body(new FileSystemResource(folder.resolve(attachment.filename)));
    }

    record Uploaded(Long id, String filename, String originalFilename, long fileSize) {}
}
