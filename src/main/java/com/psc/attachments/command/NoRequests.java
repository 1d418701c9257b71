package com.psc.attachments.command;

import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/** Has the web server never listen, whatever the settings say. */
final class NoRequests implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private static final int NO_PORT = -1;

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        server.setPort(NO_PORT);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
