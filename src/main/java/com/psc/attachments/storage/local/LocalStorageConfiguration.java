package com.psc.attachments.storage.local;

import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageSettings;
import com.psc.attachments.storage.StoreOwnership;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Local storage is always there: rows may name it whatever takes new files. */
@Configuration(proxyBeanMethods = false)
class LocalStorageConfiguration {

    @Bean
    StorageBackend localStorageBackend(StorageSettings settings) {
        Path root = settings.uploadDir().resolve("attachments");
        try {
            return new LocalStorageBackend(root);
        } catch (IOException e) {
            throw new IllegalStateException("UPLOAD_DIR: cannot write below " + root.toAbsolutePath(), e);
        }
    }

    @Bean
    LocalStartupCheck localStartupCheck(
            StorageSettings settings, Instance instance, StorageBackend localStorageBackend, StoreOwnership ownership) {
        return new LocalStartupCheck(settings.backend(), instance, localStorageBackend, ownership);
    }
}
