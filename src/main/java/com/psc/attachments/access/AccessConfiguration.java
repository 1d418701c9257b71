package com.psc.attachments.access;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@Import(KnownCallersOnly.class)
class AccessConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    TokenMint tokenMint(JdbcClient jdbc) {
        return new TokenMint(
                jdbc.sql("select key from access_token_key").query(byte[].class).single());
    }
}
