package com.psc.attachments.storage;

import com.psc.attachments.installation.InstallationId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {

    @Bean
    StoreOwnership storeOwnership(InstallationId installation) {
        return new StoreOwnership(installation);
    }

    @Bean
    StorageBackends storageBackends(
            List<StorageBackend> backends, StorageSettings settings, StoreOwnership ownership, MeterRegistry registry) {
        List<StorageBackend> decorated = backends.stream()
                .map(backend -> (StorageBackend)
                        new MeteredStorageBackend(new OwnedStorageBackend(backend, ownership), registry))
                .toList();
        return new StorageBackends(decorated, settings.backend());
    }
}
