package com.psc.attachments.request;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a call that takes them from its query and from its body, which is a JSON object or an encoded form. A call
 * that sets something going must not start from a misspelt word: names that it does not know are refused wherever they stand.
 */
public final class Parameters {

    private final List<String> names;
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    private Parameters(List<String> names) {
        this.names = names;
    }

    /**
     * Reads the request's body.
     *
     * @param names all that the call takes
     * @throws InvalidParameter if there is another one, one that is given twice with different values, or one that is no plain
     *     value; if the body is too long or can not be read
     */
    public static Parameters of(HttpServletRequest request, String... names) {
        Parameters parameters = new Parameters(List.of(names));
        if (request.getQueryString() != null) {
            parameters.addEncoded(request.getQueryString());
        }
        parameters.addBody(
                JsonBody.text(request),
                Optional.ofNullable(request.getContentType()).orElse(""));
        return parameters;
    }

    /**
     * Those that somebody gives in another way than by a request. Without a value a parameter is not given.
     *
     * @param values by the parameters' names: texts, numbers or flags
     */
    public static Parameters of(Map<String, ? extends Optional<?>> values) {
        Parameters parameters = new Parameters(List.copyOf(values.keySet()));
        values.forEach((name, value) -> value.ifPresent(given -> parameters.add(name, given.toString())));
        return parameters;
    }

    /** A body that looks like JSON is read as such even if, as curl does by itself, it is called a form. */
    private void addBody(String body, String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (body.isEmpty()) {
            return;
        }
        if (type.startsWith("application/json") || body.startsWith("{")) {
            addJson(body);
        } else if (type.startsWith("application/x-www-form-urlencoded")) {
            addEncoded(body);
        } else {
            throw new InvalidParameter("Content-Type", "must be application/json or application/x-www-form-urlencoded");
        }
    }

    private void addJson(String body) {
        JsonBody.object(body).forEachEntry((name, value) -> {
            requireKnown(name);
            if (value.isArray()) {
                addList(name, value.values());
            } else if (value.isContainer()) {
                throw new InvalidParameter(name, "must be a single value");
            } else if (!value.isNull()) {
                add(name, value.asString());
            }
        });
    }

    private void addList(String name, Collection<JsonNode> values) {
        if (given.containsKey(name)) {
            throw new InvalidParameter(name, "is given twice, with different values");
        }
        lists.put(
                name,
                values.stream()
                        .map(value -> value.isValueNode() ? value.asString() : "{}")
                        .toList());
    }

    private void addEncoded(String pairs) {
        for (String pair : pairs.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                requireKnown(name);
                add(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("A parameter", "is not percent-encoded rightly: " + text);
        }
    }

    private void requireKnown(String name) {
        if (!names.contains(name)) {
            throw new InvalidParameter(name, "is not known here; known are " + String.join(", ", names));
        }
    }

    private void add(String name, String value) {
        @Nullable String earlier = given.putIfAbsent(name, value.strip());
        if (earlier != null && !earlier.equals(value.strip())) {
            throw new InvalidParameter(name, "is given twice, with different values");
        }
    }

    /**
     * A parameter's value; empty if it is not given, or null in JSON.
     *
     * @param reading makes the value of the text, or throws {@link IllegalArgumentException}
     * @param takes what it takes, for people: completes the sentence that begins with the name
     * @throws InvalidParameter if the text is not such a value
     */
    public <T> Optional<T> value(String name, Function<String, T> reading, String takes) {
        if (lists.containsKey(name)) {
            throw new InvalidParameter(name, "must be a single value");
        }
        return Optional.ofNullable(given.get(name)).map(text -> read(name, text, reading, takes));
    }

    /** The value that a text is, wherever it was given. Throws the same. */
    public static <T> T read(String name, String text, Function<String, T> reading, String takes) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(name, takes);
        }
    }

    /** The same for one that must be there. */
    public <T> T required(String name, Function<String, T> reading, String takes) {
        return value(name, reading, takes).orElseThrow(() -> new InvalidParameter(name, "is missing; it " + takes));
    }

    /**
     * The values of a parameter that takes several: an array in JSON, elsewhere separated by commas. Empty if it is not given.
     *
     * @throws InvalidParameter if one of them is not such a value
     */
    public <T> List<T> values(String name, Function<String, T> reading, String takes) {
        List<String> texts = lists.getOrDefault(name, List.of());
        if (given.containsKey(name)) {
            texts = List.of(given.getOrDefault(name, "").split(",", -1));
        }
        try {
            return texts.stream().map(String::strip).map(reading).toList();
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(name, takes);
        }
    }

    /** Whether a thing is wanted; not if nothing is said. */
    public boolean flag(String name) {
        return choice(name).orElse(false);
    }

    /** Whether a thing is wanted; empty if nothing is said. */
    public Optional<Boolean> choice(String name) {
        return value(name, Parameters::truth, "must be true or false");
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
