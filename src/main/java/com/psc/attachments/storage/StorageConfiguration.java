package com.psc.attachments.storage;

import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {

    @Bean
    StorageBackends storageBackends(List<StorageBackend> backends, StorageSettings settings) {
        return new StorageBackends(backends, settings.backend());
    }
}
