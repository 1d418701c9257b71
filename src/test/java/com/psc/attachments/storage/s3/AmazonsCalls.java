package com.psc.attachments.storage.s3;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Amazon answers and the tests' S3 server does not know: how a bucket is configured, who calls, and which policies users
 * and roles have. It keeps what it is given, word for word, and gives it back.
 */
final class AmazonsCalls {

    private static final Map<String, String> NOTHING = Map.of(
            "encryption", "ServerSideEncryptionConfigurationNotFoundError",
            "policy", "NoSuchBucketPolicy",
            "publicAccessBlock", "NoSuchPublicAccessBlockConfiguration",
            "lifecycle", "NoSuchLifecycleConfiguration");
    private static final Pattern CONFIGURATION =
            Pattern.compile("/[^/]+/?\\?(encryption|policy|publicAccessBlock|lifecycle|versioning)(=)?");

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private volatile String caller = "arn:aws:iam::111122223333:user/staff/accountant";

    AmazonsCalls(FaultyProxy wire) {
        wire.answer(isOne(), this::answer);
    }

    private static Predicate<HttpHead> isOne() {
        return request -> isAboutAccounts(request)
                || CONFIGURATION.matcher(request.target()).matches();
    }

    private static boolean isAboutAccounts(HttpHead request) {
        return request.method().equals("POST") && request.target().equals("/");
    }

    /** What is kept, by the name of the configuration, or {@code user/name/policy}. */
    Map<String, String> kept() {
        return new TreeMap<>(kept);
    }

    /** As if somebody had configured it. */
    void keep(String name, String content) {
        kept.put(name, content);
    }

    void callerIs(String arn) {
        caller = arn;
    }

    private byte[] answer(HttpHead request, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return isAboutAccounts(request) ? ofAccounts(text) : ofBuckets(request, text);
    }

    private byte[] ofBuckets(HttpHead request, String body) {
        Matcher configuration = CONFIGURATION.matcher(request.target());
        if (!configuration.matches()) {
            throw new IllegalStateException(request.target());
        }
        String name = configuration.group(1);
        switch (request.method()) {
            case "PUT" -> kept.put(name, body);
            case "DELETE" -> kept.remove(name);
            default -> {
                return Optional.ofNullable(kept.get(name))
                        .map(content -> http("200 OK", content))
                        .orElseGet(() -> NOTHING.containsKey(name)
                                ? http("404 Not Found", "<Error><Code>" + NOTHING.get(name) + "</Code></Error>")
                                : http("200 OK", "<VersioningConfiguration/>"));
            }
        }
        return http("200 OK", "");
    }

    private byte[] ofAccounts(String form) {
        Map<String, String> fields = Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        String action = String.valueOf(fields.get("Action"));
        String name =
                (fields.containsKey("UserName") ? "user/" + fields.get("UserName") : "role/" + fields.get("RoleName"))
                        + "/" + fields.get("PolicyName");
        if (action.startsWith("Put")) {
            kept.put(name, String.valueOf(fields.get("PolicyDocument")));
        }
        String result = switch (action) {
            case "GetCallerIdentity" -> "<Arn>" + caller + "</Arn><Account>111122223333</Account><UserId>AIDA</UserId>";
            case "GetUserPolicy", "GetRolePolicy" ->
                Optional.ofNullable(kept.get(name))
                        .map(policy -> "<PolicyDocument>" + URLEncoder.encode(policy, StandardCharsets.UTF_8)
                                + "</PolicyDocument>")
                        .orElse("");
            default -> "";
        };
        return result.isEmpty() && action.startsWith("Get")
                ? http(
                        "404 Not Found",
                        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code></Error></ErrorResponse>")
                : http(
                        "200 OK",
                        "<" + action + "Response><" + action + "Result>" + result + "</" + action + "Result></" + action
                                + "Response>");
    }

    static byte[] http(String status, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: " + content.length
                + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }
}
