package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.StandsAlone;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@StandsAlone
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class BucketViewConfiguration {

    @Bean
    @Conditional(S3Configured.class)
    BucketViews bucketViews(S3Settings settings) {
        return new S3BucketViews(settings);
    }
}
