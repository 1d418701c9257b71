package com.psc.attachments.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request of a trusted proxy, as the client made it to the outermost trusted proxy. Lists of forwarded values are read from
 * their end, where the nearest proxy has added its own: what stands before the entries of trusted proxies, anybody may have
 * written. Its forwarded headers are the single values that remain.
 */
final class ForwardedRequest extends HttpServletRequestWrapper {

    private static final String FORWARDED = "forwarded";
    private static final String FORWARDED_FOR = "x-forwarded-for";

    /** What stands beside the address, and how it looks: anything else is passed over. */
    private static final Map<String, Pattern> BESIDE = Map.of(
            "x-forwarded-proto", Pattern.compile("(?i)https?"),
            "x-forwarded-host", Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?"),
            "x-forwarded-port", Pattern.compile("\\d{1,5}"),
            "x-forwarded-prefix", Pattern.compile("(/[A-Za-z0-9._~-]+)+/?"));

    private static final Set<String> OTHERS = Set.of("x-forwarded-ssl", FORWARDED, FORWARDED_FOR);

    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
    private static final Pattern PAIR = Pattern.compile("(?i)\\b(for|proto|host)=(?:\"([^\"]*)\"|([^\";,\\s]*))");

    private final Map<String, String> values = new HashMap<>();
    private final String client;

    ForwardedRequest(HttpServletRequest request, TrustedProxies proxies) {
        super(request);
        List<String> path = list(FORWARDED_FOR);
        // A proxy that says it in one of the two ways may let the other one through as the client has sent it.
        List<Map<String, String>> elements = path.isEmpty() ? elements() : List.of();
        if (!elements.isEmpty()) {
            elements.forEach(element -> path.add(element.getOrDefault("for", "")));
        }
        String nearest = request.getRemoteAddr();
        int hops = 0;
        while (hops < path.size() && proxies.include(nearest)) {
            Optional<InetAddress> next = TrustedProxies.addressIn(path.get(path.size() - 1 - hops));
            if (next.isEmpty()) {
                break;
            }
            nearest = next.get().getHostAddress();
            hops++;
        }
        client = nearest;
        if (elements.isEmpty()) {
            for (String name : BESIDE.keySet()) {
                fromEnd(list(name), hops).ifPresent(value -> take(name, value));
            }
        } else {
            Map<String, String> element = elements.get(elements.size() - Math.max(1, hops));
            Optional.ofNullable(element.get("proto")).ifPresent(value -> take("x-forwarded-proto", value));
            Optional.ofNullable(element.get("host")).ifPresent(value -> take("x-forwarded-host", value));
        }
    }

    private void take(String name, String value) {
        Pattern form = BESIDE.get(name);
        if (form != null && form.matcher(value).matches()) {
            values.put(name, value);
        }
    }

    /** The value at the place of the client's address, or the first where proxies replace instead of adding. */
    private static Optional<String> fromEnd(List<String> list, int hops) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(Math.max(0, list.size() - Math.max(1, hops))));
    }

    private List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (String line : Collections.list(super.getHeaders(name))) {
            Arrays.stream(line.split(",")).map(String::strip).forEach(list::add);
        }
        return list;
    }

    private List<Map<String, String>> elements() {
        List<Map<String, String>> elements = new ArrayList<>();
        for (String line : Collections.list(super.getHeaders(FORWARDED))) {
            for (String element : COMMA.split(line)) {
                Map<String, String> pairs = new HashMap<>();
                Matcher pair = PAIR.matcher(element);
                while (pair.find()) {
                    pairs.putIfAbsent(
                            pair.group(1).toLowerCase(Locale.ROOT),
                            pair.group(2) == null ? pair.group(3) : pair.group(2));
                }
                elements.add(pairs);
            }
        }
        return elements;
    }

    @Override
    public String getRemoteAddr() {
        return client;
    }

    @Override
    public String getRemoteHost() {
        return client;
    }

    private static boolean isForwarded(String lowerCaseName) {
        return BESIDE.containsKey(lowerCaseName) || OTHERS.contains(lowerCaseName);
    }

    @Override
    public @Nullable String getHeader(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return isForwarded(lowerCase) ? values.get(lowerCase) : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return isForwarded(lowerCase)
                ? Collections.enumeration(
                        Optional.ofNullable(values.get(lowerCase)).stream().toList())
                : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(name -> isForwarded(name.toLowerCase(Locale.ROOT)));
        names.addAll(values.keySet());
        return Collections.enumeration(names);
    }
}
