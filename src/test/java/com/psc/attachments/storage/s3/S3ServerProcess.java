package com.psc.attachments.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/** Runs S3Proxy in a process of its own, which ends when the process that started it does, however that ends. */
final class S3ServerProcess {

    private S3ServerProcess() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread parent = new Thread(() -> endWith(System.in), "parent");
        parent.setDaemon(true);
        parent.start();
        try {
            Class.forName("org.gaul.s3proxy.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("S3Proxy does not start", e.getCause());
        }
    }

    private static void endWith(InputStream pipe) {
        try {
            pipe.transferTo(System.err);
        } catch (IOException e) {
            System.err.println("The pipe to the parent broke: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
