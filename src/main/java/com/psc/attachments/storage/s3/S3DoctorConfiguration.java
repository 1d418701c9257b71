package com.psc.attachments.storage.s3;

import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.StandsAlone;
import com.psc.attachments.storage.StoreDoctor;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@StandsAlone
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class S3DoctorConfiguration {

    /** There is one even where no files lie on S3 yet: whoever plans to move there wants to know. */
    @Bean
    StoreDoctor storeDoctor(S3Settings settings, ObjectProvider<InstallationId> installation, Environment environment) {
        return S3Configured.isTrueOf(environment)
                ? new S3Doctor(settings, Optional.ofNullable(installation.getIfAvailable()), Clock.systemUTC())
                : new DoctorWithoutStore(settings);
    }
}
