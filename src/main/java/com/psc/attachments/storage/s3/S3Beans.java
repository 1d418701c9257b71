package com.psc.attachments.storage.s3;

import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageSettings;
import com.psc.attachments.storage.StoreOwnership;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/** What an installation has only if it has files on S3. */
class S3Beans implements BeanRegistrar {

    @Override
    public void register(BeanRegistry beans, Environment settings) {
        if (!S3Configured.isTrueOf(settings)) {
            return;
        }
        beans.registerBean(
                S3Clients.class, clients -> clients.supplier(of -> new S3Clients(of.bean(S3Settings.class))));
        beans.registerBean(
                S3Store.class,
                store -> store.supplier(of -> new S3Store(of.bean(S3Settings.class), of.bean(S3Clients.class))));
        Path dataFolder = Path.of(settings.getProperty("psc.data-dir", "./data"));
        beans.registerBean(
                "s3StorageBackend",
                StorageBackend.class,
                backend -> backend.supplier(of -> new S3StorageBackend(
                        of.bean(S3Settings.class),
                        of.bean(S3Store.class),
                        new PartBuffers(MemoryBudget.ofThisProcess(), dataFolder.resolve("spool")),
                        new S3Links(
                                of.bean(S3Settings.class),
                                of.bean(S3Clients.class).credentials(),
                                Clock.systemUTC()))));
        beans.registerBean(
                S3StartupCheck.class,
                check -> check.supplier(of -> new S3StartupCheck(
                        of.bean(S3Settings.class),
                        of.bean(StorageSettings.class).backend(),
                        of.bean(Instance.class),
                        of.bean(S3Store.class),
                        of.bean("s3StorageBackend", StorageBackend.class),
                        of.bean(StoreOwnership.class))));
    }
}
