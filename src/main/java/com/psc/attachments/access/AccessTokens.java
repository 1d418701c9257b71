package com.psc.attachments.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The tokens that this service has given out. What they open is asked of the database each time: a revoked one opens nothing. */
@Component
class AccessTokens {

    private static final String COLUMNS = "id, name, role, companies, created_at, expires_at, last_used_at";
    private static final int DEAD_ONES_REMEMBERED = 10_000;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final TokenMint mint;
    private final Clock clock;
    private final Map<Long, Instant> uses = new ConcurrentHashMap<>();

    /** A token that opens nothing never will again, so it is not asked for twice. */
    private final Set<String> dead = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > DEAD_ONES_REMEMBERED;
        }
    }));

    AccessTokens(JdbcTemplate template, JdbcClient jdbc, TokenMint mint, Clock clock) {
        this.template = template;
        this.jdbc = jdbc;
        this.mint = mint;
        this.clock = clock;
    }

    /** What is known of a token. */
    record Issued(
            long id, Caller caller, Instant createdAt, Optional<Instant> expiresAt, Optional<Instant> lastUsedAt) {

        private static Issued of(ResultSet row, int number) throws SQLException {
            Role role = Role.labelled(row.getString("role"));
            Companies companies = role == Role.OPERATOR
                    ? Companies.ALL
                    : Companies.of(
                            Arrays.stream((Integer[]) row.getArray("companies").getArray())
                                    .map(CompanyId::new)
                                    .toList());
            return new Issued(
                    row.getLong("id"),
                    new Caller(row.getString("name"), role, companies),
                    row.getTimestamp("created_at").toInstant(),
                    Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant),
                    Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant));
        }
    }

    /** A new token, which is never shown again. */
    record Made(Issued issued, ApiToken token) {}

    Made make(Caller caller, Optional<Instant> expiresAt) {
        ApiToken token = mint.make();
        Integer[] companies = caller.companies().ids();
        Issued issued = jdbc.sql("""
                        insert into access_tokens (name, role, companies, sha256, created_at, expires_at)
                        values (:name, :role, coalesce(:companies::integer[], '{}'), :sha256, :now, :expires)
                        returning %s""".formatted(COLUMNS))
                .param("name", caller.name())
                .param("role", caller.role().label())
                .param("companies", companies)
                .param("sha256", token.sha256())
                .param("now", Timestamp.from(clock.instant()))
                .param("expires", expiresAt.map(Timestamp::from).orElse(null))
                .query(Issued::of)
                .single();
        return new Made(issued, token);
    }

    /** In the order in which they were made. */
    List<Issued> all() {
        return jdbc.sql("select " + COLUMNS + " from access_tokens order by id")
                .query(Issued::of)
                .list();
    }

    /** @throws UnknownToken if there is none of that id */
    void revoke(long id) {
        int found = jdbc.sql("delete from access_tokens where id = :id")
                .param("id", id)
                .update();
        if (found == 0) {
            throw new UnknownToken(id);
        }
    }

    /** Whom the token makes of its holder; empty if it is not, or no longer, one of this service's. */
    Optional<Caller> callerWith(String text) {
        return mint.recognise(text)
                .map(ApiToken::sha256)
                .filter(sha256 -> !dead.contains(sha256))
                .flatMap(this::living);
    }

    private Optional<Caller> living(String sha256) {
        Instant now = clock.instant();
        Optional<Issued> living = template
                .query(
                        "select " + COLUMNS
                                + " from access_tokens where sha256 = ? and (expires_at is null or expires_at > ?)",
                        Issued::of,
                        sha256,
                        Timestamp.from(now))
                .stream()
                .findFirst();
        living.ifPresentOrElse(token -> uses.put(token.id(), now), () -> dead.add(sha256));
        return living.map(Issued::caller);
    }

    /** Puts on record when tokens were last used. */
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void recordUses() {
        Map<Long, Instant> recent = Map.copyOf(uses);
        recent.forEach((id, time) -> jdbc.sql("""
                        update access_tokens set last_used_at = greatest(last_used_at, :time) where id = :id""")
                .param("time", Timestamp.from(time))
                .param("id", id)
                .update());
        recent.forEach(uses::remove);
    }
}
