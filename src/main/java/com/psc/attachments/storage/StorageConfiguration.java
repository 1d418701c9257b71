package com.psc.attachments.storage;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {

    @Bean
    StorageBackends storageBackends(List<StorageBackend> backends, StorageSettings settings, MeterRegistry registry) {
        List<StorageBackend> metered = backends.stream()
                .map(backend -> (StorageBackend) new MeteredStorageBackend(backend, registry))
                .toList();
        return new StorageBackends(metered, settings.backend());
    }
}
