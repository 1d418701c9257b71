package com.psc.attachments.scanning;

import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScanningSettings.class)
@Import(ScanningConfiguration.WhereClamdIsNamed.class)
class ScanningConfiguration {

    static class WhereClamdIsNamed implements BeanRegistrar {

        @Override
        public void register(BeanRegistry beans, Environment settings) {
            if (!settings.containsProperty("psc.scanning.host")) {
                return;
            }
            beans.registerBean(Clamd.class, clamd -> clamd.supplier(of -> clamd(of.bean(ScanningSettings.class))));
            beans.registerBean(
                    "scanner",
                    ScannerHealth.class,
                    health -> health.supplier(of -> new ScannerHealth(of.bean(Clamd.class), of.bean(Clock.class))));
        }

        private static Clamd clamd(ScanningSettings settings) {
            return new Clamd(settings.host().orElseThrow(), settings.port(), settings.timeout());
        }
    }
}
