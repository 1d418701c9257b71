package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.S3Setup;
import com.psc.attachments.storage.StorageSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({S3Settings.class, StorageSettings.class})
@Import(S3Beans.class)
class S3Configuration {

    @Bean
    S3Setup s3Setup(S3Settings settings, ObjectProvider<S3Store> store) {
        return new S3SetupFromSettings(settings, store);
    }
}
