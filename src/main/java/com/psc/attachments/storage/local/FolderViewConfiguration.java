package com.psc.attachments.storage.local;

import com.psc.attachments.storage.FolderViews;
import com.psc.attachments.storage.StandsAlone;
import com.psc.attachments.storage.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@StandsAlone
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class FolderViewConfiguration {

    @Bean
    FolderViews folderViews(StorageSettings settings) {
        return name -> {
            Path folder = settings.uploadDir().resolve(name);
            return Files.notExists(folder) ? Optional.empty() : Optional.of(new FolderView(folder));
        };
    }
}
