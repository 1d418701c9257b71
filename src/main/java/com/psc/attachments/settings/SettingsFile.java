package com.psc.attachments.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A {@code .env} file that is to be changed, and what the service makes of it. Settings go by the names that they have there; an
 * empty value means that one is not set. Exceptions say which setting or line is wrong, without the value of a secret.
 */
public final class SettingsFile {

    private final Path file;

    /** It need not be there. */
    public SettingsFile(Path file) {
        this.file = file;
    }

    /** The one that the service reads. */
    public static SettingsFile ofTheService(Environment environment) {
        return new SettingsFile(
                Path.of(environment.getProperty(SettingsFromEnvironment.FILE, SettingsFromEnvironment.USUAL_FILE)));
    }

    /** Whether both are at the same place. */
    public boolean isTheSameAs(SettingsFile other) {
        return file.toAbsolutePath()
                .normalize()
                .equals(other.file.toAbsolutePath().normalize());
    }

    /**
     * What a service would be set to that had these instead of what the file and the environment say of them.
     *
     * @throws IllegalArgumentException if a setting does not take its value
     * @throws RuntimeException if the file cannot be read
     */
    public Environment with(Map<String, String> settings) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        GivenSettings given = GivenSettings.in(settings);
        GivenSettings fromEnvironment =
                others(SettingsFromEnvironment.variables(environment), settings).notIn(given);
        GivenSettings fromFile =
                others(DotEnv.read(file), settings).notIn(fromEnvironment).notIn(given);

        String system = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(checked(given, "settings given"));
        sources.addBefore(system, checked(fromEnvironment, "settings of the environment"));
        sources.addAfter(system, checked(fromFile, "settings of " + file));
        return environment;
    }

    private static GivenSettings others(Map<String, String> variables, Map<String, String> settings) {
        Map<String, String> others = new HashMap<>(variables);
        others.keySet().removeAll(settings.keySet());
        return GivenSettings.in(others);
    }

    private static PropertySource<?> checked(GivenSettings settings, String name) {
        settings.check();
        return new MapPropertySource(name, settings.properties());
    }

    /** Those of them that the environment sets to something else; it goes before the file. */
    public List<String> overruled(Map<String, String> settings) {
        Map<String, String> variables = SettingsFromEnvironment.variables(new StandardEnvironment());
        return settings.entrySet().stream()
                .filter(setting -> variables.containsKey(setting.getKey())
                        && !setting.getValue().equals(variables.get(setting.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Has the file set these and leaves every other byte of it alone. Where a name stands already, its value is exchanged, in the
     * line that counts; others follow at the end. The file is replaced as a whole, by one of the same owner and rights, or made,
     * for nobody else to read: after a kill or a power cut it is the former or the new one. If it says all that already, it is
     * left alone.
     *
     * @return the names that it did not set like this before, in the order given
     * @throws IOException whose message names the file, if it cannot be read or replaced; it is the former one then
     * @throws RuntimeException if it is no file of settings
     */
    public List<String> set(Map<String, String> settings) throws IOException {
        ReplacedFile replaced = ReplacedFile.of(file);
        String before = text(replaced.content().orElseGet(() -> new byte[0]));
        DotEnvText text = new DotEnvText(file, before);
        String after = text.with(settings);
        if (!after.equals(before)) {
            replaced.replace(after.getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> values = text.values();
        return settings.keySet().stream()
                .filter(name -> !values.getOrDefault(name, "").equals(settings.get(name)))
                .toList();
    }

    private String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableSettings("The file " + file + " is not UTF-8 text.", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
