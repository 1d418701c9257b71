package com.psc.attachments.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Ends a start that would open all files to whoever reaches the address, before anything else has begun. */
@Component
class OpenToOneMachine implements BeanFactoryPostProcessor, EnvironmentAware {

    private Environment environment;

    @SuppressWarnings("NullAway.Init")
    OpenToOneMachine() {}

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    /** @throws IllegalStateException if the service would be open on an address that others reach */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        AccessSettings settings = Binder.get(environment).bindOrCreate("psc.access", AccessSettings.class);
        String address = environment.getProperty("server.address", "0.0.0.0");
        if (settings.mode() == AccessSettings.Mode.OPEN && !settings.openAnywhere() && !isLoopback(address)) {
            throw new IllegalStateException("SERVER_ADDRESS is \"" + address
                    + "\", which others reach, and AUTH_MODE is open: anybody could read and delete every file. Set"
                    + " AUTH_MODE=required, or AUTH_OPEN_ANYWHERE=true if something else keeps strangers out.");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
