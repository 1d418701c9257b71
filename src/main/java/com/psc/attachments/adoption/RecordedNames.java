package com.psc.attachments.adoption;

import com.psc.attachments.adoption.StoreComparison.KnownNames;
import com.psc.attachments.removal.LocationClaims;
import com.psc.attachments.removal.RemovalNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What records of this service name, those of attachments and all others. */
final class RecordedNames implements KnownNames {

    private final List<LocationClaims> claims;
    private final RemovalNames removals;

    RecordedNames(List<LocationClaims> claims, RemovalNames removals) {
        this.claims = claims;
        this.removals = removals;
    }

    @Override
    public Set<String> among(Set<String> names) {
        Set<String> known = new HashSet<>(removals.named(names));
        claims.forEach(claim -> known.addAll(claim.claimed(names)));
        return known;
    }
}
