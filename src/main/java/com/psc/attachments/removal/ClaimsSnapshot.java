package com.psc.attachments.removal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What all modules claim at one moment. */
@Component
class ClaimsSnapshot {

    private final List<LocationClaims> claims;

    ClaimsSnapshot(List<LocationClaims> claims) {
        this.claims = claims;
    }

    /**
     * Those of the keys that some record needs. A record that takes over from another while the modules are asked one after the
     * other is seen in either of the two, since all of them see the same snapshot.
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Set<String> claimed(Collection<String> keys) {
        Set<String> claimed = new HashSet<>();
        claims.forEach(claim -> claimed.addAll(claim.claimed(keys)));
        return claimed;
    }
}
