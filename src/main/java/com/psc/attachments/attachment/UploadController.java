package com.psc.attachments.attachment;

import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.OriginalName;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes files in, as a form or as a plain body. Nobody else may ask the request for its body or its parts. */
@RestController
class UploadController {

    private static final String LEGACY_DESCRIPTION = "Uploaded via legacy endpoint";

    private final Uploads uploads;
    private final FilePolicy policy;
    private final SpoolFolder spool;
    private final ProblemRendering problems;

    UploadController(Uploads uploads, FilePolicy policy, SpoolFolder spool, ProblemRendering problems) {
        this.uploads = uploads;
        this.policy = policy;
        this.spool = spool;
        this.problems = problems;
    }

    @PostMapping("/attachments/upload")
    ResponseEntity<Object> upload(HttpServletRequest request) throws IOException {
        return upload(request, new UploadParameters(request.getParameterMap(), Optional.empty()));
    }

    @PostMapping("/documents/upload")
    ResponseEntity<Object> uploadAsBefore(HttpServletRequest request) throws IOException {
        return upload(request, new UploadParameters(request.getParameterMap(), Optional.of(LEGACY_DESCRIPTION)));
    }

    private ResponseEntity<Object> upload(HttpServletRequest request, UploadParameters parameters) throws IOException {
        List<UploadResult> results = new FormUpload(
                        uploads, policy, spool, request.getInputStream(), parameters, UploadHeaders.of(request))
                .run();
        if (results.size() == 1 && results.get(0) instanceof UploadResult.Stored stored) {
            return ResponseEntity.ok(stored.file());
        }
        List<?> answers = results.stream().map(this::answer).toList();
        boolean anyStored = results.stream().anyMatch(UploadResult.Stored.class::isInstance);
        return ResponseEntity.status(anyStored ? 200 : 422).body(answers);
    }

    private Object answer(UploadResult result) {
        if (result instanceof UploadResult.Refused refused) {
            return problems.render(refused.reason(), Map.of("filename", refused.filename()));
        }
        return ((UploadResult.Stored) result).file();
    }

    @PutMapping("/attachments")
    UploadedFile put(HttpServletRequest request) throws IOException {
        UploadParameters parameters = new UploadParameters(request.getParameterMap(), Optional.empty());
        UploadHeaders headers = UploadHeaders.of(request);
        ReceivedFile received = uploads.receive(
                new UploadRequest(
                        parameters.entity(),
                        OriginalName.of(parameters.required("filename")),
                        Optional.of(headers.contentType()).filter(type -> !type.isEmpty()),
                        headers.contentLength(),
                        headers.digest(),
                        headers.idempotencyKey()),
                request.getInputStream(),
                parameters::description);
        return uploads.record(received, parameters.description());
    }
}
