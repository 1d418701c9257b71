package com.psc.attachments.content;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileSettings.class)
class ContentConfiguration {

    @Bean
    FilePolicy filePolicy(FileSettings settings) {
        return new FilePolicy(settings);
    }

    @Bean
    TypeSniffer typeSniffer() {
        return new TypeSniffer();
    }
}
