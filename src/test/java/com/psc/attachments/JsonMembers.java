package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Which members a JSON object has at least, and of which type each is. */
public final class JsonMembers {

    private static final Map<String, Predicate<JsonNode>> TYPES = Map.of(
            "integer", JsonNode::isIntegralNumber,
            "string", JsonNode::isString,
            "boolean", JsonNode::isBoolean,
            "array", JsonNode::isArray,
            "object", JsonNode::isObject,
            "string or null", value -> value.isString() || value.isNull(),
            "time",
                    value -> value.isString()
                            && value.asString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"));

    private JsonMembers() {}

    /** Each line is a type, a colon and the names of members. */
    public static void assertMembers(JsonNode object, String lines) {
        for (String line : lines.strip().split("\n")) {
            String[] typeAndNames = line.split(":");
            String type = typeAndNames[0].strip();
            for (String name : typeAndNames[1].strip().split(" ")) {
                JsonNode value = object.get(name);
                assertThat(value != null)
                        .as("there is a member %s in %s", name, object)
                        .isTrue();
                assertThat(TYPES.getOrDefault(type, nothing -> false).test(value))
                        .as("member %s is of type %s: %s", name, type, value)
                        .isTrue();
            }
        }
    }
}
