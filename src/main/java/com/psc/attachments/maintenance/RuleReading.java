package com.psc.attachments.maintenance;

import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.JsonBody;
import com.psc.attachments.storage.LifecycleRule;
import com.psc.attachments.storage.LifecycleRule.StorageClass;
import com.psc.attachments.storage.LifecycleRule.Transition;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads a lifecycle rule from a request's body. Every member may be left out; what nobody knows is refused. */
final class RuleReading {

    private static final int LONGEST_TIME = 36_500;
    private static final int FIRST_DAY_OF_INFREQUENT_ACCESS = 30;
    private static final long LARGEST_MINIMUM = 5L * 1024 * 1024 * 1024;

    private RuleReading() {}

    /** @throws InvalidParameter that names what is wrong */
    static LifecycleRule of(HttpServletRequest request, String prefix) {
        JsonNode body = JsonBody.object(request);
        requireOnly(
                body,
                "",
                Set.of(
                        "prefix",
                        "transitions",
                        "minimum_bytes",
                        "abort_unfinished_after_days",
                        "remove_earlier_versions_after_days"));
        given(body, "prefix")
                .filter(given -> !given.isString() || !given.stringValue().equals(prefix))
                .ifPresent(other -> {
                    throw new InvalidParameter("prefix", "must be " + prefix + ", where all files lie");
                });
        List<Transition> transitions = transitions(body);
        Optional<Long> minimum = number(body, "", "minimum_bytes", 1, LARGEST_MINIMUM);
        if (minimum.isPresent() && transitions.isEmpty()) {
            throw new InvalidParameter("minimum_bytes", "says which files make a transition, and there is none");
        }
        return new LifecycleRule(
                prefix,
                transitions,
                minimum,
                number(body, "", "abort_unfinished_after_days", 1, LONGEST_TIME).map(Long::intValue),
                number(body, "", "remove_earlier_versions_after_days", 1, LONGEST_TIME)
                        .map(Long::intValue));
    }

    private static List<Transition> transitions(JsonNode body) {
        List<Transition> transitions = new ArrayList<>();
        Optional<JsonNode> given = given(body, "transitions");
        if (given.isEmpty()) {
            return transitions;
        }
        if (!given.get().isArray()) {
            throw new InvalidParameter("transitions", "must be a list");
        }
        for (JsonNode entry : given.get()) {
            String place = "transitions[" + transitions.size() + "]";
            if (!entry.isObject()) {
                throw new InvalidParameter(place, "must have days and storage_class");
            }
            requireOnly(entry, place + ".", Set.of("days", "storage_class"));
            Transition next = transition(entry, place + ".");
            transitions.stream()
                    .filter(before -> before.days() >= next.days()
                            || before.storageClass().compareTo(next.storageClass()) >= 0)
                    .findFirst()
                    .ifPresent(before -> {
                        throw new InvalidParameter(
                                place, "must be later than the one before, and to a colder class: " + classes());
                    });
            transitions.add(next);
        }
        return transitions;
    }

    private static Transition transition(JsonNode entry, String place) {
        String name = given(entry, "storage_class")
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse("");
        StorageClass storageClass = StorageClass.named(name)
                .orElseThrow(() -> new InvalidParameter(
                        place + "storage_class", "must be one from which files can be read at once: " + classes()));
        boolean infrequent = storageClass == StorageClass.STANDARD_IA || storageClass == StorageClass.ONEZONE_IA;
        int first = infrequent ? FIRST_DAY_OF_INFREQUENT_ACCESS : 0;
        int days = number(entry, place, "days", first, LONGEST_TIME)
                .map(Long::intValue)
                .orElseThrow(() -> new InvalidParameter(place + "days", "is missing"));
        return new Transition(days, storageClass);
    }

    private static String classes() {
        return Arrays.stream(StorageClass.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static void requireOnly(JsonNode object, String place, Set<String> known) {
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidParameter(
                            place + name,
                            "is not known here; known are "
                                    + known.stream().sorted().collect(Collectors.joining(", ")));
                });
    }

    private static Optional<JsonNode> given(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private static Optional<Long> number(JsonNode object, String place, String name, long least, long most) {
        return given(object, name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new InvalidParameter(place + name, "must be an integer");
            }
            long number = value.longValue();
            if (number < least || number > most) {
                throw new InvalidParameter(place + name, "must be from " + least + " to " + most);
            }
            return number;
        });
    }
}
