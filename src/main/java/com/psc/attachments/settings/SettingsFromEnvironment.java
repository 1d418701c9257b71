package com.psc.attachments.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
 * Turns the variables of the catalogue into properties. A property given as such, on the command line or as a system property,
 * goes before the environment, that before {@code .env} in the working directory, and that before the defaults. An empty
 * variable counts as unset, for all that read the environment through Spring.
 *
 * <p>A wrong value stops the start once the logging system is up, which alone can show the message by itself.
 */
class SettingsFromEnvironment implements EnvironmentPostProcessor, Ordered {

    /** Names another file than {@code .env}. */
    static final String FILE = "psc.env-file";

    static final String USUAL_FILE = ".env";

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        Map<String, Object> variables = setVariables(environment);
        sources.replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, variables));
        GivenSettings fromEnvironment = GivenSettings.in(stripped(variables));
        sources.addBefore(
                ENVIRONMENT, new MapPropertySource("settings of the environment", fromEnvironment.properties()));
        try {
            Path file = Path.of(environment.getProperty(FILE, USUAL_FILE));
            GivenSettings fromFile = GivenSettings.in(DotEnv.read(file)).notIn(fromEnvironment);
            sources.addAfter(ENVIRONMENT, new MapPropertySource("settings of " + file, fromFile.properties()));
            application.addInitializers(context -> {
                fromEnvironment.check();
                fromFile.check();
                checkProperties(context.getEnvironment());
            });
        } catch (UnreadableSettings unreadable) {
            application.addInitializers(context -> {
                throw unreadable;
            });
        }
    }

    private static Map<String, Object> setVariables(ConfigurableEnvironment environment) {
        Map<String, Object> variables = new HashMap<>(environment.getSystemEnvironment());
        variables.values().removeIf(value -> !StringUtils.hasText(value.toString()));
        return variables;
    }

    /** The variables that are set, as the service takes them. */
    static Map<String, String> variables(ConfigurableEnvironment environment) {
        return stripped(setVariables(environment));
    }

    /** Without the carriage return that a file with Windows line ends leaves at the end of a container's variables. */
    private static Map<String, String> stripped(Map<String, Object> variables) {
        Map<String, String> stripped = new HashMap<>();
        variables.forEach((name, value) -> stripped.put(name, value.toString().strip()));
        return stripped;
    }

    /** Catches what was given as a property; Spring and the modules would notice it later, some of it not at all. */
    private static void checkProperties(ConfigurableEnvironment environment) {
        for (Setting setting : Setting.values()) {
            if (setting.property().startsWith("psc.") || setting.property().startsWith("server.")) {
                String value = environment.getProperty(setting.property(), "");
                if (StringUtils.hasText(value) && !setting.accepts(value.strip())) {
                    throw new WrongSetting(setting, value);
                }
            }
        }
    }
}
