package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of things in the accounting application that have documents. */
enum EntityType {
    INVOICE,
    EXPENSE,
    PAYROLL,
    BANK_STATEMENT;

    static final String LABELS = Arrays.stream(values()).map(EntityType::label).collect(Collectors.joining(", "));

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    private static Optional<EntityType> labelled(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }

    /** @throws InvalidParameter if no type has that label */
    static EntityType of(String label) {
        return labelled(label).orElseThrow(() -> new InvalidParameter("entity_type", "must be one of " + LABELS));
    }

    @Override
    public String toString() {
        return label;
    }
}
