package com.psc.attachments.content;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an installation departs from the contract's table of types.
 *
 * @param limits {@code FILE_LIMITS}: sizes for single extensions, and for all that have none of their own, as
 *     {@code pdf=200MB,mov=1GB,*=30MB}; empty for the contract's limits alone
 * @param blocked {@code FILE_BLOCKED}: the extensions that are refused, instead of the contract's; empty for the
 *     contract's
 */
@ConfigurationProperties("psc.files")
public record FileSettings(
        @DefaultValue("") String limits, @DefaultValue List<String> blocked) {

    public FileSettings {
        blocked = blocked.isEmpty() ? ContractTypes.BLOCKED : List.copyOf(blocked);
    }

    /** The settings of an installation that keeps to the contract. */
    public static FileSettings ofContract() {
        return new FileSettings("", List.of());
    }
}
