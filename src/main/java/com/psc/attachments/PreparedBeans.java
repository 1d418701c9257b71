package com.psc.attachments;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Has the service start from the bean definitions that the build has written as code, which saves a quarter of a start. What they
 * say was decided at build time, conditions included: what depends on settings is therefore up to the
 * {@link org.springframework.beans.factory.BeanRegistrar}s, which are asked at each start.
 *
 * <p>The service looks for its beans as usual, with the same result, where it runs from a folder of classes, in which what was
 * written may be older than the rest; where the API is to be described, which a library does by conditions; and where
 * {@code -Dspring.aot.enabled=false} says so.
 */
final class PreparedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String SWITCH = "spring.aot.enabled";
    private static final String WRITTEN = AttachmentsApplication.class.getName() + "__ApplicationContextInitializer";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (SpringProperties.getProperty(SWITCH) == null && areOf(event.getEnvironment())) {
            SpringProperties.setFlag(SWITCH);
        }
    }

    private static boolean areOf(Environment settings) {
        return isPacked()
                && ClassUtils.isPresent(WRITTEN, AttachmentsApplication.class.getClassLoader())
                && !settings.getProperty("springdoc.api-docs.enabled", Boolean.class, false);
    }

    private static boolean isPacked() {
        return "jar"
                .equals(AttachmentsApplication.class
                        .getResource("AttachmentsApplication.class")
                        .getProtocol());
    }
}
