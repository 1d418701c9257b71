package com.psc.attachments.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The README's table, {@code .env.example} and the catalogue say the same. */
class SettingsDocumentationTest {

    @TempDir
    private Path folder;

    @Test
    void theReadmeHasTheCataloguesSettingsInItsOrder() {
        assertThat(readme().keySet())
                .containsExactlyElementsOf(
                        Stream.of(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void theReadmeHasTheCataloguesDefaults() {
        Map<String, String> usual = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            usual.put(setting.name(), setting.usually());
        }

        assertThat(readme()).isEqualTo(usual);
    }

    @Test
    void theReadmeHasTheFormerNames() throws IOException {
        String table = settingsTable();

        for (Setting setting : Setting.values()) {
            for (String former : setting.names().subList(1, setting.names().size())) {
                assertThat(table).contains("| `" + setting + "` (or `" + former + "`) |");
            }
        }
    }

    @Test
    void theExampleHasTheCataloguesSettingsInItsOrder() throws IOException {
        assertThat(example().keySet())
                .containsExactlyElementsOf(
                        Stream.of(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void theExampleAsItIsSetsNothing() throws IOException {
        assertThat(DotEnv.read(Path.of(".env.example"))).isEmpty();
    }

    @Test
    void theExamplesValuesAreTheCataloguesDefaults() throws IOException {
        Map<String, String> values = example();
        values.values().removeIf(String::isEmpty);

        values.forEach((name, value) ->
                assertThat(value).as(name).isEqualTo(Setting.valueOf(name).usually()));
        assertThat(values).hasSizeGreaterThan(10);
    }

    @Test
    void theExampleWithEveryHashTakenAwayChangesNothing() throws IOException {
        assertThat(service(exampleTakenUp())).isEqualTo(service(folder.resolve("no such file")));
    }

    /** Names and defaults, as the table's first and last columns tell them; a row may have several names. */
    private static Map<String, String> readme() {
        try {
            Map<String, String> defaults = new LinkedHashMap<>();
            settingsTable().lines().skip(2).forEach(row -> {
                String[] cells = row.strip().split("(?<!\\\\)\\|");
                List<String> names = matches("`([A-Z0-9_]+)`", cells[1].replaceAll("\\(.*\\)", ""));
                String last = cells[3].replace("`", "").strip().replace("–", "");
                List<String> each = List.of(last.split(", ", -1));
                IntStream.range(0, names.size())
                        .forEach(i -> defaults.put(
                                names.get(i), names.size() > 1 && each.size() == names.size() ? each.get(i) : last));
            });
            return defaults;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settingsTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        return matches("(?m)^\\| Setting \\|.*\\n(?:\\|.*\\n)+", readme).get(0);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(found.groupCount()))
                .toList();
    }

    private Map<String, String> example() throws IOException {
        return new LinkedHashMap<>(DotEnv.read(exampleTakenUp()));
    }

    private Path exampleTakenUp() throws IOException {
        String text = Files.readString(Path.of(".env.example"));
        return Files.writeString(folder.resolve("taken-up"), text.replaceAll("(?m)^#(?=[A-Z0-9_]+=)", ""));
    }

    /** The service's typed settings, and what Spring Boot takes from the others, with this file in the place of {@code .env}. */
    private static Map<String, Object> service(Path file) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of(SettingsFromEnvironment.FILE, file.toString())));
        new SettingsFromEnvironment().postProcessEnvironment(environment, new SpringApplication());
        ConfigDataEnvironmentPostProcessor.applyTo(environment);

        Map<String, Object> settings = new LinkedHashMap<>();
        Binder binder = Binder.get(environment);
        settingsRecords()
                .forEach(type -> settings.put(
                        type.getName(),
                        binder.bindOrCreate(
                                type.getAnnotation(ConfigurationProperties.class)
                                        .value(),
                                type)));
        for (String property : List.of(
                "server.port",
                "server.address",
                "psc.data-dir",
                "spring.datasource.hikari.maximum-pool-size",
                "logging.structured.format.console",
                "springdoc.api-docs.enabled",
                "springdoc.swagger-ui.enabled")) {
            settings.put(property, environment.getProperty(property, "unset"));
        }
        return settings;
    }

    private static List<Class<?>> settingsRecords() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> records = scanner.findCandidateComponents("com.psc.attachments").stream()
                .map(AnnotatedBeanDefinition.class::cast)
                .<Class<?>>map(
                        found -> ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
                .toList();
        assertThat(records).hasSizeGreaterThan(4).allMatch(Class::isRecord);
        return records;
    }
}
