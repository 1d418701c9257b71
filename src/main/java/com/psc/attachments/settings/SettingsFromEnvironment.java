package com.psc.attachments.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Turns the variables of the catalogue into properties: from the environment, else from {@code .env} in the working directory.
 * An empty variable counts as unset, for all readers. Properties given on the command line go before.
 */
class SettingsFromEnvironment implements EnvironmentPostProcessor, Ordered {

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private static final Map<Setting, String> AWS_PROPERTIES = Map.of(
            Setting.AWS_ACCESS_KEY_ID, "aws.accessKeyId",
            Setting.AWS_SECRET_ACCESS_KEY, "aws.secretAccessKey",
            Setting.AWS_SESSION_TOKEN, "aws.sessionToken",
            Setting.AWS_PROFILE, "aws.profile");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> set = new HashMap<>(environment.getSystemEnvironment());
        set.values().removeIf(value -> !StringUtils.hasText(String.valueOf(value)));
        Map<String, String> file = DotEnv.read(Path.of(".env"));
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            if (setting.property().isEmpty()) {
                offerToAws(setting, set, file);
            } else {
                find(setting, set).or(() -> find(setting, file)).ifPresent(value -> give(setting, value, properties));
            }
        }
        MutablePropertySources sources = environment.getPropertySources();
        sources.replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, set));
        sources.addBefore(ENVIRONMENT, new MapPropertySource("settings", properties));
    }

    private static Optional<String> find(Setting setting, Map<String, ?> values) {
        return setting.names().stream()
                .map(name -> values.get(name))
                .filter(value -> value != null && StringUtils.hasText(value.toString()))
                .map(value -> value.toString().strip())
                .findFirst();
    }

    private static void give(Setting setting, String value, Map<String, Object> properties) {
        if (setting == Setting.LOG_FORMAT && value.equals("text")) {
            return;
        }
        properties.put(setting.property(), value);
        if (setting == Setting.API_DOCS) {
            properties.put("springdoc.swagger-ui.enabled", value);
        }
    }

    /** The SDK reads the environment by itself, but knows no {@code .env}. */
    private static void offerToAws(Setting setting, Map<String, Object> set, Map<String, String> file) {
        String property = AWS_PROPERTIES.get(setting);
        if (property != null && find(setting, set).isEmpty() && System.getProperty(property) == null) {
            find(setting, file).ifPresent(value -> System.setProperty(property, value));
        }
    }
}
