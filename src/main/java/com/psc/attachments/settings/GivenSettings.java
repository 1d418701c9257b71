package com.psc.attachments.settings;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.util.StringUtils;

/** The settings that one place gives, each by the name that counts there. An empty value counts as none. */
record GivenSettings(Map<Setting, Given> bySetting) {

    private static final Set<Setting> AWS_KEYS =
            EnumSet.of(Setting.AWS_ACCESS_KEY_ID, Setting.AWS_SECRET_ACCESS_KEY, Setting.AWS_SESSION_TOKEN);

    /** A value, and which of the setting's names it stands under. */
    record Given(String name, String value) {}

    static GivenSettings in(Map<String, String> variables) {
        Map<Setting, Given> bySetting = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.names().stream()
                    .filter(name -> StringUtils.hasText(variables.get(name)))
                    .findFirst()
                    .ifPresent(name -> bySetting.put(setting, new Given(name, variables.getOrDefault(name, ""))));
        }
        return new GivenSettings(bySetting);
    }

    /** Those that the other place neither gives nor gives the counterpart of. */
    GivenSettings notIn(GivenSettings other) {
        Map<Setting, Given> rest = new EnumMap<>(bySetting);
        rest.keySet().removeAll(other.bySetting.keySet());
        // A key of one place does not fit the secret or the token of another.
        if (!Collections.disjoint(other.bySetting.keySet(), AWS_KEYS)) {
            rest.keySet().removeAll(AWS_KEYS);
        }
        // Where both are set, the URL counts.
        if (other.bySetting.containsKey(Setting.DB_HOST)) {
            rest.remove(Setting.DATABASE_URL);
        }
        return new GivenSettings(rest);
    }

    /** @throws WrongSetting if a setting does not take its value */
    void check() {
        bySetting.forEach((setting, given) -> {
            if (!setting.accepts(given.value())) {
                throw new WrongSetting(given.name(), setting, given.value());
            }
        });
    }

    /** What the settings become. Nothing comes of a wrong value: it stops the start, but only once messages can be logged. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        bySetting.forEach((setting, given) -> {
            if (setting.accepts(given.value())) {
                properties.putAll(setting.feed(given.value()));
            }
        });
        return properties;
    }
}
