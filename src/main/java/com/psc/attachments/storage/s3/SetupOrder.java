package com.psc.attachments.storage.s3;

import com.psc.attachments.settings.SettingsFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What setup-s3 is asked for.
 *
 * @param settings by their names; they go before those of the file and the environment
 * @param file where they are to stand
 * @param holder whom the service acts as; empty: whoever the credentials are of
 */
record SetupOrder(Map<String, String> settings, SettingsFile file, Optional<Accounts.Holder> holder, Set<Wish> wishes) {

    /** What is done only if it is wished for, or if somebody at a terminal wants it when he is asked. */
    enum Wish {
        MAKE_AND_PROTECT_THE_BUCKET,
        GIVE_THE_POLICY,
        KEEP_CREDENTIALS,
        USE_FOR_NEW_FILES,
        TRY_THE_MIGRATION,
        /** All that is asked about. */
        WHATEVER_IS_ASKED
    }

    boolean asksFor(Wish wish) {
        return wishes.contains(wish);
    }
}
