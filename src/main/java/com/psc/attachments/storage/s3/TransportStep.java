package com.psc.attachments.storage.s3;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The bucket's policy refuses whoever comes by plain HTTP. Its other statements stay as they are. */
final class TransportStep implements SetupStep {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NAME = "DenyInsecureTransport";
    private static final String EVERYTHING = "s3:*";

    private final S3Settings settings;
    private final S3Client client;

    TransportStep(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
    }

    @Override
    public String name() {
        return "TLS only";
    }

    @Override
    public Optional<String> obstacle() {
        return settings.endpoint()
                .filter(url -> "http".equalsIgnoreCase(url.getScheme()))
                .map(url -> "S3_ENDPOINT is plain HTTP itself");
    }

    @Override
    public Optional<String> fulfilled() {
        return policy().filter(policy -> statements(policy).stream().anyMatch(this::refusesPlainHttp))
                .map(policy -> "plain HTTP is refused");
    }

    @Override
    public void fulfil() {
        Optional<ObjectNode> before = policy();
        ObjectNode policy = before.orElseGet(() -> JSON.createObjectNode().put("Version", "2012-10-17"));
        ArrayNode statements = JSON.createArrayNode();
        statements(policy).forEach(statements::add);
        statements.add(statement(unusedName(policy)));
        policy.set("Statement", statements);
        Attempts.repeatedly(
                S3Action.PUT_BUCKET_POLICY,
                settings.bucket(),
                () -> client.putBucketPolicy(
                        put -> put.bucket(settings.bucket()).policy(policy.toString())));
    }

    private Optional<ObjectNode> policy() {
        Optional<String> text;
        try {
            text = Optional.ofNullable(Attempts.repeatedly(
                            S3Action.GET_BUCKET_POLICY,
                            settings.bucket(),
                            () -> client.getBucketPolicy(ask -> ask.bucket(settings.bucket())))
                    .policy());
        } catch (RequestFailed e) {
            text = e.ifNothing("NoSuchBucketPolicy");
        }
        try {
            return text.map(JSON::readTree).filter(JsonNode::isObject).map(JsonNode::asObject);
        } catch (JacksonException e) {
            // A store that does not know the question answers another one.
            return Optional.empty();
        }
    }

    /** One statement need not stand in an array. */
    private static List<JsonNode> statements(ObjectNode policy) {
        return listed(policy.path("Statement"));
    }

    private static List<JsonNode> listed(JsonNode oneOrMore) {
        if (oneOrMore.isMissingNode()) {
            return List.of();
        }
        return oneOrMore.isArray() ? oneOrMore.valueStream().toList() : List.of(oneOrMore);
    }

    private boolean refusesPlainHttp(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        JsonNode condition = statement.path("Condition");
        return statement.path("Effect").asString("").equals("Deny")
                && (texts(principal).contains("*")
                        || texts(principal.path("AWS")).contains("*"))
                && (texts(statement.path("Action")).contains(EVERYTHING)
                        || texts(statement.path("Action")).contains("*"))
                && texts(statement.path("Resource")).containsAll(resources())
                && condition.size() == 1
                && condition.path("Bool").size() == 1
                && texts(condition.path("Bool").path("aws:SecureTransport")).equals(Set.of("false"));
    }

    private static Set<String> texts(JsonNode oneOrMore) {
        Set<String> texts = new TreeSet<>();
        listed(oneOrMore).forEach(node -> texts.add(node.asString("")));
        return texts;
    }

    private List<String> resources() {
        String bucket = IamPolicy.bucketArn(settings);
        return List.of(bucket, bucket + "/*");
    }

    private static String unusedName(ObjectNode policy) {
        Set<String> used = new TreeSet<>();
        statements(policy).forEach(statement -> used.add(statement.path("Sid").asString("")));
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> i == 1 ? NAME : NAME + i)
                .filter(name -> !used.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode statement(String name) {
        ObjectNode statement = JSON.createObjectNode()
                .put("Sid", name)
                .put("Effect", "Deny")
                .put("Principal", "*")
                .put("Action", EVERYTHING);
        ArrayNode resources = statement.putArray("Resource");
        resources().forEach(resources::add);
        statement.putObject("Condition").putObject("Bool").put("aws:SecureTransport", "false");
        return statement;
    }
}
