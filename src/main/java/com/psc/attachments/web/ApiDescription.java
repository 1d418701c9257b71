package com.psc.attachments.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the API says of all calls alike: how members are named, and how problems are answered. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("springdoc.api-docs.enabled")
class ApiDescription {

    private static final String PROBLEM = "Problem";

    /** Springdoc describes by a JSON library of its own, which does not know of the service's. */
    @Bean
    ModelResolver namesAsInAnswers(ObjectMapperProvider mappers) {
        return new ModelResolver(
                mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Bean
    OpenApiCustomizer whatAllCallsHaveInCommon() {
        return description -> {
            description.getComponents().getSchemas().values().forEach(ApiDescription::tellWhatMayBeNull);
            description.getComponents().addSchemas(PROBLEM, problem());
            description
                    .getPaths()
                    .forEach((address, path) -> path.readOperationsMap().forEach((method, operation) -> {
                        tellFiles(method, operation);
                        tellSeveral(address, operation);
                        tellAcceptance(method, address, operation);
                        tellProblems(method, operation);
                    }));
        };
    }

    /** Members that have no value are null, and values of any kind are just that. */
    private static void tellWhatMayBeNull(Schema<?> schema) {
        Map<String, Schema> members = schema.getProperties();
        if (members == null) {
            return;
        }
        members.forEach((name, member) -> {
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(name);
            if (!required && member.getTypes() != null) {
                member.addType("null");
            }
            if (member.getAdditionalProperties() instanceof Schema<?> value && value.getProperties() == null) {
                boolean anything = value.get$ref() == null && Set.of("object").equals(value.getTypes());
                member.setAdditionalProperties(anything ? Boolean.TRUE : value);
            }
        });
    }

    /** A call without a body of JSON gives the bytes of a file. */
    private static void tellFiles(HttpMethod method, Operation operation) {
        ApiResponse done = operation.getResponses().get("200");
        if (method == HttpMethod.GET && done != null && done.getContent() == null) {
            Content bytes =
                    new Content().addMediaType("*/*", new MediaType().schema(new StringSchema().format("binary")));
            operation
                    .getResponses()
                    .addApiResponse(
                            "200", new ApiResponse().description("The file").content(bytes))
                    .addApiResponse(
                            "206", new ApiResponse().description("A part of it").content(bytes))
                    .addApiResponse("304", new ApiResponse().description("The client has it already"));
        }
    }

    /** A form with several files is answered with as many results. */
    private static void tellSeveral(String address, Operation operation) {
        ApiResponse done = operation.getResponses().get("200");
        if (address.endsWith("/upload") && done != null && done.getContent() != null) {
            done.getContent().values().forEach(content -> content.getSchema().addType("array"));
        }
    }

    /** What goes on for longer is accepted, and answered with how it stands. */
    private static void tellAcceptance(HttpMethod method, String address, Operation operation) {
        ApiResponse done = operation.getResponses().get("200");
        if (method == HttpMethod.POST && address.startsWith("/storage/") && done != null) {
            operation
                    .getResponses()
                    .addApiResponse(
                            "202", new ApiResponse().description("It goes on").content(done.getContent()));
        }
    }

    private static void tellProblems(HttpMethod method, Operation operation) {
        Arrays.stream(Problem.values())
                .filter(problem -> canMeet(method, problem))
                .collect(Collectors.groupingBy(problem -> problem.status().value()))
                .forEach((status, problems) ->
                        operation.getResponses().addApiResponse(String.valueOf(status), answer(problems)));
    }

    /** Whoever only reads is not told of what only writing can meet. */
    private static boolean canMeet(HttpMethod method, Problem problem) {
        return switch (problem.status()) {
            case REQUESTED_RANGE_NOT_SATISFIABLE, PRECONDITION_FAILED -> method == HttpMethod.GET;
            case REQUEST_TIMEOUT, CONTENT_TOO_LARGE, INSUFFICIENT_STORAGE -> method != HttpMethod.GET;
            default -> true;
        };
    }

    private static ApiResponse answer(List<Problem> problems) {
        return new ApiResponse()
                .description(problems.stream().map(Problem::title).distinct().collect(Collectors.joining("; ")))
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema<?> problem() {
        Schema<?> problem = new ObjectSchema()
                .description("What went wrong (RFC 9457); some problems have more members.")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("request_id", new StringSchema());
        problem.setRequired(List.of("type", "title", "status", "detail", "request_id"));
        return problem;
    }
}
