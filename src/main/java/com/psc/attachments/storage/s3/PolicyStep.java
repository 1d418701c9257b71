package com.psc.attachments.storage.s3;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whoever the service acts as may do what it needs in the bucket, and nothing more by this. */
final class PolicyStep implements SetupStep {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Accounts accounts;
    private final Accounts.Holder holder;
    private final String policyName;
    private final Map<String, Object> policy;

    /** @param prefix of the names of files */
    PolicyStep(S3Settings settings, String prefix, Accounts accounts, Accounts.Holder holder) {
        this.accounts = accounts;
        this.holder = holder;
        // Stores that are not Amazon's have buckets with characters that no policy's name has.
        this.policyName = "psc-attachments-" + settings.bucket().replaceAll("[^A-Za-z0-9_.-]", "-");
        this.policy = IamPolicy.of(settings, prefix);
    }

    @Override
    public String name() {
        return "IAM policy";
    }

    @Override
    public Optional<String> fulfilled() {
        return accounts.policy(holder, policyName)
                .filter(this::isTheSame)
                .map(found -> policyName + " is a policy of " + holder);
    }

    private boolean isTheSame(String found) {
        try {
            return JSON.readTree(found).equals(JSON.valueToTree(policy));
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    public void fulfil() {
        accounts.give(holder, policyName, JSON.writeValueAsString(policy));
    }
}
