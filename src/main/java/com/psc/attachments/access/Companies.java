package com.psc.attachments.access;

import com.psc.attachments.request.InvalidParameter;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose files something may touch: those of all companies, or of some, or of none. */
public final class Companies {

    public static final Companies ALL = new Companies(null);
    public static final Companies NONE = new Companies(Set.of());

    private final @Nullable Set<CompanyId> some;

    private Companies(@Nullable Set<CompanyId> some) {
        this.some = some;
    }

    public static Companies of(Collection<CompanyId> some) {
        return new Companies(Set.copyOf(some));
    }

    public static Companies of(CompanyId one) {
        return new Companies(Set.of(one));
    }

    public boolean areAll() {
        return some == null;
    }

    public boolean include(CompanyId company) {
        return some == null || some.contains(company);
    }

    /** Those of them that are asked for: all of them if no company is named, none if it is another one. */
    public Companies only(Optional<CompanyId> asked) {
        return asked.map(company -> include(company) ? of(company) : NONE).orElse(this);
    }

    /**
     * The same where the call names nothing else that could be missing.
     *
     * @throws UnknownCompany if the company is another one
     */
    public Companies require(Optional<CompanyId> asked) {
        return asked.map(company -> of(require(company))).orElse(this);
    }

    /** @throws UnknownCompany if the company is another one */
    public CompanyId require(CompanyId company) {
        if (!include(company)) {
            throw new UnknownCompany(company);
        }
        return company;
    }

    /**
     * The one that a call is about which takes a single company: the one that is asked for, or the only one there is.
     *
     * @throws UnknownCompany if the company is another one
     * @throws InvalidParameter if none is asked for, and there is not just one
     */
    public CompanyId one(Optional<CompanyId> asked) {
        return asked.map(this::require)
                .or(this::single)
                .orElseThrow(() -> new InvalidParameter("company_id", "is missing"));
    }

    private Optional<CompanyId> single() {
        return some != null && some.size() == 1 ? some.stream().findFirst() : Optional.empty();
    }

    /** As an array for PostgreSQL; null for all. */
    public Integer @Nullable [] ids() {
        return some == null
                ? null
                : some.stream().map(CompanyId::value).sorted().toArray(Integer[]::new);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Companies companies && Objects.equals(some, companies.some);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(some);
    }

    @Override
    public String toString() {
        return some == null ? "all" : some.toString();
    }
}
