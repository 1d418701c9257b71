package com.psc.attachments.adoption;

import com.psc.attachments.database.NamedDatabase;
import com.psc.attachments.database.NamedDatabaseConfiguration;
import com.psc.attachments.removal.LocationClaims;
import com.psc.attachments.removal.RemovalNames;
import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.FolderViews;
import com.psc.attachments.storage.StorageSettings;
import com.psc.attachments.storage.StoresAlone;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is started for the command that looks: nothing that connects, or writes, by being started. It bears no annotation of a
 * component, by which the service would find it.
 */
@Lazy
@Import({NamedDatabaseConfiguration.class, StoresAlone.class})
@ComponentScan(
        basePackages = "com.psc.attachments",
        useDefaultFilters = false,
        lazyInit = true,
        includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = LocationClaims.class))
class InspectConfiguration {

    @Bean
    Snapshot snapshot(NamedDatabase database) {
        return new Snapshot(database);
    }

    @Bean
    JdbcClient jdbcClient(Snapshot snapshot) {
        return snapshot.statements();
    }

    @Bean
    Inspection inspection(
            NamedDatabase address,
            Snapshot snapshot,
            JdbcClient database,
            ResourcePatternResolver resources,
            List<LocationClaims> claims,
            StorageSettings settings,
            FolderViews folders,
            ObjectProvider<BucketViews> buckets)
            throws IOException {
        return new Inspection(
                address,
                snapshot,
                new SchemaCheck(resources),
                new RecordedNames(claims, new RemovalNames(database)),
                settings,
                folders,
                buckets);
    }
}
