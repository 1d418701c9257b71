package com.psc.attachments.attachment;

import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How parameters are read whose text is not what Java calls the value. */
@Configuration(proxyBeanMethods = false)
class ParameterFormats implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, EntityType.class, EntityType::of);
        registry.addConverter(String.class, Disposition.class, Disposition::of);
        registry.addConverter(String.class, ListCursor.class, ListCursor::of);
    }
}
