package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.access.UnknownCompany;
import com.psc.attachments.request.InvalidParameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an upload says beside the file: in the query, or in form fields as they arrive. The query wins. */
final class UploadParameters {

    private static final Set<String> OF_ENTITY = Set.of("entity_type", "entity_id", "company_id");
    private static final String DESCRIPTION = "description";

    private final Map<String, String[]> query;
    private final Map<String, String> fields = new HashMap<>();
    private final Companies companies;
    private final Optional<String> usualDescription;

    /**
     * @param companies those whose files may be uploaded
     * @param usualDescription what an upload without a description gets
     */
    UploadParameters(Map<String, String[]> query, Companies companies, Optional<String> usualDescription) {
        this.query = query;
        this.companies = companies;
        this.usualDescription = usualDescription;
    }

    /** Whether a field of that name says something of the upload; any other is passed over. */
    static boolean include(String field) {
        return OF_ENTITY.contains(field) || field.equals(DESCRIPTION);
    }

    /** @throws InvalidParameter if an earlier field of that name says something else */
    void addField(String name, String value) {
        String earlier = fields.putIfAbsent(name, value);
        if (earlier != null) {
            ParameterFormats.only(name, earlier, value);
        }
    }

    /** Whether {@link #entity} can be told already, rightly or not. */
    boolean nameAnEntity() {
        return OF_ENTITY.stream().allMatch(name -> value(name).isPresent());
    }

    /**
     * @throws InvalidParameter if a part of it is missing or wrong
     * @throws UnknownCompany if it is of another company
     */
    EntityReference entity() {
        return new EntityReference(entityType(), entityId(), company());
    }

    /**
     * Checks as much of the entity as has been told.
     *
     * @throws InvalidParameter if some of it is wrong
     * @throws UnknownCompany if it is of another company
     */
    void checkSoFar() {
        value("entity_type").ifPresent(told -> entityType());
        value("entity_id").ifPresent(told -> entityId());
        value("company_id").ifPresent(told -> company());
    }

    private EntityType entityType() {
        return EntityType.of(required("entity_type"));
    }

    private int entityId() {
        return ParameterFormats.integer("entity_id", required("entity_id"));
    }

    private CompanyId company() {
        return companies.one(told("company_id").map(ParameterFormats::company));
    }

    /** @throws InvalidParameter if it is too long, or cannot be kept */
    Optional<String> description() {
        return value(DESCRIPTION)
                .filter(text -> !text.isEmpty())
                .map(Descriptions::checked)
                .or(() -> usualDescription);
    }

    /** @throws InvalidParameter if it is missing, or given twice */
    String required(String name) {
        return told(name).orElseThrow(() -> new InvalidParameter(name, "is missing"));
    }

    private Optional<String> told(String name) {
        return value(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<String> value(String name) {
        String[] given = query.get(name);
        return given == null ? Optional.ofNullable(fields.get(name)) : Optional.of(ParameterFormats.only(name, given));
    }
}
