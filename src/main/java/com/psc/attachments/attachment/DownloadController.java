package com.psc.attachments.attachment;

import com.psc.attachments.access.Caller;
import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.access.Sight;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives files out. HEAD is answered wherever GET is. */
@RestController
class DownloadController {

    private final Downloads downloads;
    private final FileResponse files;
    private final SignedLinks links;
    private final Sight sight;

    DownloadController(Downloads downloads, FileResponse files, SignedLinks links, Sight sight) {
        this.downloads = downloads;
        this.files = files;
        this.links = links;
        this.sight = sight;
    }

    @GetMapping({"/attachments/download/{id}", "/documents/download/{id}"})
    void download(
            @PathVariable AttachmentId id,
            Caller caller,
            @RequestParam("company_id") Optional<CompanyId> company,
            @RequestParam Optional<String> disposition,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        files.send(
                downloads.find(id.value(), caller.companies().only(company)),
                disposition.map(Disposition::of).orElse(Disposition.ATTACHMENT),
                request,
                response);
    }

    @GetMapping(SignedLinks.PATH)
    void downloadByLink(
            @PathVariable AttachmentId id,
            @RequestParam(defaultValue = "") String company,
            @RequestParam(defaultValue = "") String expires,
            @RequestParam(defaultValue = "") String disposition,
            @RequestParam(defaultValue = "") String signature,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        SignedLinks.Grant grant = links.require(id.value(), company, disposition, expires, signature);
        Companies owner = Companies.of(grant.company());
        try (Sight.Opened seen = sight.open(owner)) {
            files.send(downloads.find(id.value(), owner), grant.disposition(), request, response);
        }
    }

    /** A link is signed for reading. */
    @RequestMapping(SignedLinks.PATH)
    void refuseOtherMethods() {
        throw new LinkRefused();
    }
}
