package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.storage.PresignedLinks;
import com.psc.attachments.storage.PresignedLinks.PresignedLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Links that give one document to whoever holds them, for a while: the store's own where it signs links, and otherwise this
 * service's, signed over document, company, method, disposition and expiry.
 */
@Component
class SignedLinks {

    static final String PATH = "/links/{id}";
    static final Duration LONGEST = Duration.ofHours(1);
    static final Duration USUAL = Duration.ofMinutes(5);

    private final Downloads downloads;
    private final SigningKey key;
    private final Clock clock;

    SignedLinks(Downloads downloads, SigningKey key, Clock clock) {
        this.downloads = downloads;
        this.key = key;
        this.clock = clock;
    }

    /**
     * A link to the file, from its store if that gives it out itself.
     *
     * @param self where clients reach this service
     * @throws InQuarantine if the file waits for the virus scanner
     * @throws ContentDamaged if the file is known to be damaged
     */
    PresignedLink sign(Attachment attachment, Disposition disposition, Duration validity, UriComponentsBuilder self) {
        attachment.requireReleased();
        attachment.requireUndamaged();
        Disposition allowed = attachment.allowed(disposition);
        return downloads.reach(attachment, (backend, location) -> {
            Optional<PresignedLinks> store = backend.ability(PresignedLinks.class);
            return store.map(links -> links.presign(
                            location,
                            validity,
                            allowed.header(attachment.originalFilename()),
                            attachment.mimeType(),
                            attachment.cacheControl()))
                    .orElseGet(() -> own(attachment, allowed, validity, self));
        });
    }

    private PresignedLink own(
            Attachment attachment, Disposition disposition, Duration validity, UriComponentsBuilder self) {
        Instant expires = Instant.ofEpochSecond(clock.instant().plus(validity).getEpochSecond());
        return new PresignedLink(
                self.path(PATH)
                        .replaceQuery(null)
                        .queryParam("company", attachment.company())
                        .queryParam("expires", expires.getEpochSecond())
                        .queryParam("disposition", disposition.label())
                        .queryParam(
                                "signature",
                                signature(
                                        attachment.id(),
                                        new Grant(attachment.company(), disposition),
                                        expires.getEpochSecond()))
                        .build(attachment.id()),
                expires);
    }

    /** What a link gives, and whose the document must be. */
    record Grant(CompanyId company, Disposition disposition) {}

    /**
     * What the link was signed for.
     *
     * @throws LinkRefused unless it was signed so, and has not expired
     */
    Grant require(int id, String company, String disposition, String expires, String signature) {
        try {
            Grant claimed = new Grant(CompanyId.of(company), Disposition.of(disposition));
            long expiry = Long.parseLong(expires);
            boolean genuine = MessageDigest.isEqual(
                    signature(id, claimed, expiry).getBytes(StandardCharsets.UTF_8),
                    signature.getBytes(StandardCharsets.UTF_8));
            if (genuine && clock.instant().getEpochSecond() < expiry) {
                return claimed;
            }
        } catch (InvalidParameter | IllegalArgumentException e) {
            throw new LinkRefused();
        }
        throw new LinkRefused();
    }

    private String signature(int id, Grant grant, long expires) {
        String signed = "GET\n" + id + "\n" + grant.company() + "\n"
                + grant.disposition().label() + "\n" + expires;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(signed));
    }
}
