package com.psc.attachments.scanning;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScanningSettings.class)
class ScanningConfiguration {

    @Bean
    @ConditionalOnProperty("psc.scanning.host")
    Clamd clamd(ScanningSettings settings) {
        return new Clamd(settings.host().orElseThrow(), settings.port(), settings.timeout());
    }

    @Bean("scanner")
    @ConditionalOnProperty("psc.scanning.host")
    ScannerHealth scannerHealth(Clamd clamd, Clock clock) {
        return new ScannerHealth(clamd, clock);
    }
}
