package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an upload says beside the file: in the query, or in form fields as they arrive. The query wins. */
final class UploadParameters {

    private final Map<String, String> values = new HashMap<>();
    private final Optional<String> usualDescription;

    /** @param usualDescription what an upload without a description gets */
    UploadParameters(Map<String, String[]> query, Optional<String> usualDescription) {
        this.usualDescription = usualDescription;
        query.forEach((name, given) -> values.put(name, given[0]));
    }

    void addField(String name, String value) {
        values.putIfAbsent(name, value);
    }

    /** Whether {@link #entity} can be told already, rightly or not. */
    boolean nameAnEntity() {
        return values.containsKey("entity_type") && values.containsKey("entity_id") && values.containsKey("company_id");
    }

    /** @throws InvalidParameter if a part of it is missing or wrong */
    EntityReference entity() {
        return new EntityReference(EntityType.of(required("entity_type")), integer("entity_id"), company());
    }

    private CompanyId company() {
        try {
            return new CompanyId(integer("company_id"));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("company_id", "must not be negative");
        }
    }

    /** @throws InvalidParameter if it is too long, or cannot be kept */
    Optional<String> description() {
        return Optional.ofNullable(values.get("description"))
                .filter(text -> !text.isEmpty())
                .map(Descriptions::checked)
                .or(() -> usualDescription);
    }

    /** @throws InvalidParameter if it is missing */
    String required(String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new InvalidParameter(name, "is missing");
        }
        return value.strip();
    }

    private int integer(String name) {
        try {
            return Integer.parseInt(required(name));
        } catch (NumberFormatException e) {
            throw new InvalidParameter(name, "must be an integer");
        }
    }
}
