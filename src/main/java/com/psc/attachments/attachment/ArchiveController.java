package com.psc.attachments.attachment;

import com.psc.attachments.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives many documents out at once. HEAD is answered too. */
@RestController
class ArchiveController {

    private static final int BUFFER = 64 * 1024;

    private final Archives archives;
    private final Clock clock;

    ArchiveController(Archives archives, Clock clock) {
        this.archives = archives;
        this.clock = clock;
    }

    @GetMapping("/attachments/archive")
    void archive(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ArchiveSelection selection = ArchiveSelection.of(request, caller.companies());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                Disposition.ATTACHMENT.header("attachments-company-" + selection.company() + "-" + today + ".zip"));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        OutputStream client = new BufferedOutputStream(response.getOutputStream(), BUFFER);
        archives.write(selection, client);
    }
}
