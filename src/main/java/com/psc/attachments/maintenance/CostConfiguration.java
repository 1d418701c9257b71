package com.psc.attachments.maintenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class CostConfiguration {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** @param file STORAGE_PRICES: the list to use instead of the one that comes with the service */
    @Bean
    StoragePrices storagePrices(@Value("${psc.costs.prices:}") String file) {
        try (InputStream list = file.isEmpty()
                ? new ClassPathResource("storage-prices.json").getInputStream()
                : Files.newInputStream(Path.of(file))) {
            return JSON.readValue(list, StoragePrices.class);
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(
                    "STORAGE_PRICES is \"" + file + "\", which is no list of prices that can be read: "
                            + e.getMessage(),
                    e);
        }
    }
}
