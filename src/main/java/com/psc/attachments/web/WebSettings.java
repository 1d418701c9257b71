package com.psc.attachments.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param corsOrigins CORS_ORIGINS: the origins whose pages may call this service from a browser; none by default
 * @param trustedProxies TRUSTED_PROXIES: the addresses and networks of the proxies whose forwarded headers are believed
 */
@ConfigurationProperties("psc.web")
record WebSettings(
        @DefaultValue List<String> corsOrigins,
        @DefaultValue List<String> trustedProxies) {}
