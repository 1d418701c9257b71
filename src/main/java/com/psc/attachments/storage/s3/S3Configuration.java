package com.psc.attachments.storage.s3;

import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.S3Setup;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageSettings;
import com.psc.attachments.storage.StoreOwnership;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({S3Settings.class, StorageSettings.class})
class S3Configuration {

    @Bean
    S3Setup s3Setup(S3Settings settings, ObjectProvider<S3Store> store) {
        return new S3SetupFromSettings(settings, store);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(S3Configured.class)
    static class Configured {

        @Bean
        S3Clients s3Clients(S3Settings settings) {
            return new S3Clients(settings);
        }

        @Bean
        S3Store s3Store(S3Settings settings, S3Clients clients) {
            return new S3Store(settings, clients);
        }

        @Bean
        StorageBackend s3StorageBackend(
                S3Settings settings,
                S3Store store,
                S3Clients clients,
                @Value("${psc.data-dir:./data}") Path dataFolder) {
            return new S3StorageBackend(
                    settings,
                    store,
                    new PartBuffers(MemoryBudget.ofThisProcess(), dataFolder.resolve("spool")),
                    new S3Links(settings, clients.credentials(), Clock.systemUTC()));
        }

        @Bean
        S3StartupCheck s3StartupCheck(
                S3Settings settings,
                StorageSettings storage,
                Instance instance,
                S3Store store,
                StorageBackend s3StorageBackend,
                StoreOwnership ownership) {
            return new S3StartupCheck(settings, storage.backend(), instance, store, s3StorageBackend, ownership);
        }
    }
}
