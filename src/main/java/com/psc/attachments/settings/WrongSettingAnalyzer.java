package com.psc.attachments.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start that failed over a setting with one message that names the setting and what it takes. Recognises
 * {@link WrongSetting}, every exception whose message begins with the name of a setting, and what Spring could not bind. No
 * message holds the value of a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrongSettingAnalyzer implements FailureAnalyzer {

    private static final String ACTION =
            "Change it in the environment or in the .env file; the README's table says what each setting takes.";

    private static final Pattern NAMES_A_SETTING = Pattern.compile(Arrays.stream(Setting.values())
            .flatMap(setting -> setting.names().stream())
            .collect(Collectors.joining("|", "(?s)(", ")[ :=].*")));

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return firstIn(failure, WrongSettingAnalyzer::ownWords)
                .or(() -> firstIn(failure, WrongSettingAnalyzer::explanation))
                .map(message -> new FailureAnalysis(message, ACTION, failure))
                .orElse(null);
    }

    private static Optional<String> firstIn(Throwable failure, Function<Throwable, Optional<String>> message) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> found = message.apply(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ownWords(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .filter(message -> cause instanceof UnreadableSettings
                        || NAMES_A_SETTING.matcher(message).matches());
    }

    private static Optional<String> explanation(Throwable cause) {
        if (cause instanceof PortInUseException used) {
            return Optional.of(
                    Setting.SERVER_PORT + " is \"" + used.getPort() + "\", but another program listens there already.");
        }
        if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
            return Setting.ofProperty(invalid.getName())
                    .map(setting -> wrong(setting, Optional.ofNullable(invalid.getValue())));
        }
        if (cause instanceof BindException bind
                && !(bind.getCause() instanceof UnboundConfigurationPropertiesException)) {
            String name = bind.getName().toString();
            return Setting.ofProperty(name)
                    .map(setting -> wrong(
                            setting, Optional.ofNullable(bind.getProperty()).map(ConfigurationProperty::getValue)))
                    .or(() -> oneBelow(name, bind));
        }
        return Optional.empty();
    }

    private static String wrong(Setting setting, Optional<Object> value) {
        return value.map(given -> new WrongSetting(setting, given.toString()).getMessage())
                .orElseGet(() -> setting + " is wrong; it takes " + setting.takes() + ".");
    }

    /** For a record that refused its values in words of its own, which may repeat a value: shown only if none is a secret. */
    private static Optional<String> oneBelow(String property, Throwable refusal) {
        List<Setting> below = Arrays.stream(Setting.values())
                .filter(setting -> setting.property().startsWith(property + "."))
                .toList();
        if (below.isEmpty()) {
            return Optional.empty();
        }
        String names = below.stream().map(Setting::name).collect(Collectors.joining(", "));
        String reason = below.stream().anyMatch(Setting::isSecret)
                ? "."
                : ": " + NestedExceptionUtils.getMostSpecificCause(refusal).getMessage();
        return Optional.of((below.size() == 1 ? names : "One of " + names) + " is wrong" + reason);
    }
}
