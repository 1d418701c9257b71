package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.StandsAlone;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@StandsAlone
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
@Import(BucketViewConfiguration.WhereFilesAreOnS3.class)
class BucketViewConfiguration {

    static class WhereFilesAreOnS3 implements BeanRegistrar {

        @Override
        public void register(BeanRegistry beans, Environment settings) {
            if (S3Configured.isTrueOf(settings)) {
                beans.registerBean(
                        BucketViews.class, views -> views.supplier(of -> new S3BucketViews(of.bean(S3Settings.class))));
            }
        }
    }
}
