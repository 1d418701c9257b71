package com.psc.attachments.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives out tokens, lists them and takes them back. */
@RestController
class AccessTokenController {

    private static final Logger log = LoggerFactory.getLogger(AccessTokenController.class);
    private static final int LONGEST_NAME = 200;
    private static final int MOST_COMPANIES = 1_000;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final AccessTokens tokens;
    private final Clock clock;

    AccessTokenController(AccessTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * @param companies null for an operator, who has all
     * @param token only in the answer that makes it
     */
    record TokenView(
            long id,
            String name,
            String role,
            Integer @Nullable [] companies,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token) {

        private static TokenView of(AccessTokens.Issued issued, @Nullable String token) {
            Caller caller = issued.caller();
            return new TokenView(
                    issued.id(),
                    caller.name(),
                    caller.role().label(),
                    caller.companies().ids(),
                    issued.createdAt(),
                    issued.expiresAt().orElse(null),
                    issued.lastUsedAt().orElse(null),
                    token);
        }
    }

    record TokenList(List<TokenView> tokens) {}

    @PostMapping("/access/tokens")
    ResponseEntity<TokenView> make(Caller maker, HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "name", "role", "companies", "expires_at");
        Caller holder = holder(parameters);
        AccessTokens.Made made = tokens.make(
                holder,
                parameters.value("expires_at", this::future, "must be a time to come, such as 2030-01-31T12:00:00Z"));
        log.info(
                "{} made token {} for a {} of companies {}",
                maker.name(),
                made.issued().id(),
                holder.role().label(),
                holder.companies());
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(TokenView.of(made.issued(), made.token().text()));
    }

    private static Caller holder(Parameters parameters) {
        String name = parameters.required(
                "name", AccessTokenController::plain, "must be a text of 1 to " + LONGEST_NAME + " characters");
        Role role = parameters.required("role", Role::labelled, "must be viewer, editor or operator");
        List<CompanyId> companies =
                parameters.values("companies", CompanyId::of, "must be integers that are not negative");
        if (role == Role.OPERATOR) {
            if (!companies.isEmpty()) {
                throw new InvalidParameter("companies", "must be left out for an operator, who has all");
            }
            return new Caller(name, role, Companies.ALL);
        }
        if (companies.isEmpty() || companies.size() > MOST_COMPANIES) {
            throw new InvalidParameter("companies", "must be 1 to " + MOST_COMPANIES + " ids of companies");
        }
        return new Caller(name, role, Companies.of(companies.stream().distinct().toList()));
    }

    private static String plain(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("Not a plain name");
        }
        return text;
    }

    private Instant future(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(clock.instant()) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException("Not in the future");
    }

    @GetMapping("/access/tokens")
    TokenList list() {
        return new TokenList(
                tokens.all().stream().map(issued -> TokenView.of(issued, null)).toList());
    }

    @DeleteMapping("/access/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable long id, Caller revoker) {
        tokens.revoke(id);
        log.info("{} revoked token {}", revoker.name(), id);
    }
}
