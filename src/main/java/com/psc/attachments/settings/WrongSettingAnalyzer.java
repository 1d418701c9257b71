package com.psc.attachments.settings;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start that failed over a setting with one message that names the setting and what it takes. Recognises what Spring
 * could not bind, and every exception whose message begins with the name of a setting.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrongSettingAnalyzer implements FailureAnalyzer {

    private static final String ACTION =
            "Change it in the environment or in the .env file; the README's table says what each setting takes.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> named = namingASetting(cause.getMessage());
            if (named.isPresent()) {
                return new FailureAnalysis(named.get(), ACTION, failure);
            }
            if (cause instanceof PortInUseException used) {
                return new FailureAnalysis(
                        "SERVER_PORT is " + used.getPort() + ", but something listens there already.", ACTION, failure);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                ConfigurationProperty property = bind.getProperty();
                return property == null
                        ? wrong(bind.getName().toString(), null, failure)
                        : wrong(property.getName().toString(), property.getValue(), failure);
            }
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                return wrong(invalid.getName(), invalid.getValue(), failure);
            }
        }
        return null;
    }

    private static Optional<String> namingASetting(@Nullable String message) {
        return Optional.ofNullable(message)
                .filter(text -> text.startsWith(".env has a line")
                        || Arrays.stream(Setting.values())
                                .flatMap(setting -> setting.names().stream())
                                .anyMatch(name -> text.matches("(?s)" + name + "[: =].*")));
    }

    private static @Nullable FailureAnalysis wrong(String property, @Nullable Object value, Throwable failure) {
        return Setting.ofProperty(property)
                .map(setting -> new FailureAnalysis(
                        setting + " is " + (value == null || setting.isSecret() ? "wrong" : "\"" + value + "\"")
                                + "; it takes " + setting.takes() + ".",
                        ACTION,
                        failure))
                .orElse(null);
    }
}
