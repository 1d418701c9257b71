package com.psc.attachments.failure;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.psc.attachments.Api.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API as the service describes it. */
final class DescribedApi {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode description;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    DescribedApi(JsonNode description) {
        this.description = description;
        description
                .get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) ->
                        operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path, operation))));
    }

    List<Operation> operations() {
        return operations;
    }

    /** A parameter, as it stands in {@code in}: path, query or header. */
    record Parameter(String name, String in, JsonNode schema) {}

    final class Operation {

        private final String method;
        private final String path;
        private final JsonNode operation;

        Operation(String method, String path, JsonNode operation) {
            this.method = method;
            this.path = path;
            this.operation = operation;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        List<Parameter> parameters() {
            List<Parameter> parameters = new ArrayList<>();
            operation
                    .path("parameters")
                    .forEach(parameter -> parameters.add(new Parameter(
                            parameter.get("name").asString(),
                            parameter.get("in").asString(),
                            parameter.path("schema"))));
            return parameters;
        }

        boolean takesBody() {
            return !method.equals("GET") && !method.equals("HEAD");
        }

        /** What is wrong with the answer by the description; empty if nothing is. */
        Optional<String> fault(Answer answer) {
            JsonNode response = operation.path("responses").path(String.valueOf(answer.status()));
            if (response.isMissingNode()) {
                return Optional.of("the status is not described");
            }
            JsonNode content = response.path("content");
            String type = answer.header("Content-Type").replaceAll(";.*", "");
            if (type.isEmpty() || content.isMissingNode()) {
                return answer.body().length == 0 ? Optional.empty() : Optional.of("a body is not described");
            }
            JsonNode described = content.has(type) ? content.get(type) : content.path("*/*");
            if (described.isMissingNode()) {
                return Optional.of("the type " + type + " is not described, but " + content.propertyNames());
            }
            if (!type.endsWith("json")) {
                return Optional.empty();
            }
            var errors = schema(described.path("schema")).validate(answer.json());
            return errors.isEmpty() ? Optional.empty() : Optional.of("the body does not fit: " + errors);
        }
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, wanted -> {
            ObjectNode whole = JsonMapper.shared().createObjectNode();
            whole.set("allOf", JsonMapper.shared().createArrayNode().add(wanted));
            whole.set("$defs", description.get("components").get("schemas"));
            String text = whole.toString().replace("#/components/schemas/", "#/$defs/");
            return SCHEMAS.getSchema(text);
        });
    }
}
