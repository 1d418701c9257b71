package com.psc.attachments.attachment;

import com.psc.attachments.access.Caller;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.request.InvalidParameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes files in, as a form or as a plain body. Nobody else may ask the request for its body or its parts. */
@RestController
class UploadController {

    private static final String LEGACY_DESCRIPTION = "Uploaded via legacy endpoint";

    /** Content types that say nothing of the content: curl sends the latter unless it is told another. */
    private static final Set<String> SENT_FOR_ANYTHING = Set.of("", "application/x-www-form-urlencoded");

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
    Object upload(Caller caller, HttpServletRequest request) throws IOException {
        return upload(request, parameters(caller, request, Optional.empty()));
    }

    @PostMapping("/documents/upload")
    Object uploadAsBefore(Caller caller, HttpServletRequest request) throws IOException {
        return upload(request, parameters(caller, request, Optional.of(LEGACY_DESCRIPTION)));
    }

    private static UploadParameters parameters(
            Caller caller, HttpServletRequest request, Optional<String> usualDescription) {
        return new UploadParameters(request.getParameterMap(), caller.companies(), usualDescription);
    }

    private Object upload(HttpServletRequest request, UploadParameters parameters) throws IOException {
        List<UploadResult> results = new FormUpload(
                        uploads, policy, spool, request.getInputStream(), parameters, UploadHeaders.of(request))
                .run();
        if (results.size() == 1 && results.get(0) instanceof UploadResult.Stored stored) {
            return stored.file();
        }
        List<Object> answers = results.stream().map(this::answer).toList();
        if (results.stream().noneMatch(UploadResult.Stored.class::isInstance)) {
            throw new NothingAccepted(answers);
        }
        return answers;
    }

    private Object answer(UploadResult result) {
        if (result instanceof UploadResult.Refused refused) {
            return problems.render(refused.reason(), Map.of("filename", refused.filename()));
        }
        return ((UploadResult.Stored) result).file();
    }

    @PutMapping("/attachments")
    UploadedFile put(Caller caller, HttpServletRequest request) throws IOException {
        UploadParameters parameters = parameters(caller, request, Optional.empty());
        UploadHeaders headers = UploadHeaders.of(request);
        if (headers.isForm()) {
            throw new InvalidParameter(
                    "Content-Type", "must be that of the file: a form is taken by POST /attachments/upload");
        }
        Optional<String> description = parameters.description();
        ReceivedFile received = uploads.receive(
                new UploadRequest(
                        parameters.entity(),
                        OriginalName.of(parameters.required("filename")),
                        Optional.of(headers.contentType()).filter(type -> !SENT_FOR_ANYTHING.contains(type)),
                        headers.contentLength(),
                        headers.reprDigest().or(headers::contentDigest),
                        headers.idempotencyKey()),
                request.getInputStream(),
                () -> description);
        return uploads.record(received, description);
    }
}
