package com.psc.attachments.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether the settings leave it to the service to have a database of its own. */
final class NoDatabaseNamed implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !StringUtils.hasText(context.getEnvironment().getProperty("psc.database.url"))
                && !StringUtils.hasText(context.getEnvironment().getProperty("psc.database.host"));
    }
}
