package com.psc.attachments.web;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.tomcat.autoconfigure.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.core.env.Environment;

/** Answers requests on virtual threads where the Java that runs has them. Spring Boot would decide that by the Java that builds. */
class VirtualThreads implements BeanRegistrar {

    @Override
    public void register(BeanRegistry beans, Environment settings) {
        if (Threading.VIRTUAL.isActive(settings)) {
            beans.registerBean(TomcatVirtualThreadsWebServerFactoryCustomizer.class);
        }
    }
}
