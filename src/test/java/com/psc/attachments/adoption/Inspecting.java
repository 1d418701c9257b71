package com.psc.attachments.adoption;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The command that looks, within the JVM of a test. */
final class Inspecting {

    private Inspecting() {}

    static InspectionReport report(FormerInstallation former, String... properties) {
        Map<String, String> arguments = new HashMap<>();
        Stream.concat(former.surroundings().properties().stream(), Arrays.stream(properties))
                .forEach(property -> arguments.put(property.substring(0, property.indexOf('=')), "--" + property));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(InspectConfiguration.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run(arguments.values().toArray(String[]::new))) {
            return context.getBean(Inspection.class).report(20, (rows, all) -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
