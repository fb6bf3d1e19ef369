package io.lotabots.local.child;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Starts DynamoDB Local bound to the loopback address alone.
 *
 * <p>DynamoDB Local 3.3.1 has no option for it and binds every interface, so this sets the host of its Jetty connector
 * before the start, by reflection because that server is on the child's class path only. Where it cannot, it does not
 * start.
 */
public final class LoopbackDynamoDb {
    private LoopbackDynamoDb() {}

    /** Takes the arguments of DynamoDB Local. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Class<?> runner = Class.forName("software.amazon.dynamodb.services.local.main.ServerRunner");
        Object proxy = runner.getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) args);
        bindToLoopback(jetty(proxy));
        proxy.getClass().getMethod("start").invoke(proxy);
    }

    private static Object jetty(Object proxy) throws ReflectiveOperationException {
        Field field = proxy.getClass().getDeclaredField("server");
        field.setAccessible(true);
        return field.get(proxy);
    }

    private static void bindToLoopback(Object jetty) throws ReflectiveOperationException {
        Object connectors = jetty.getClass().getMethod("getConnectors").invoke(jetty);
        if (Array.getLength(connectors) == 0) {
            throw new IllegalStateException("DynamoDB Local has no connector to bind to the loopback address");
        }
        for (int i = 0; i < Array.getLength(connectors); i++) {
            Object connector = Array.get(connectors, i);
            Method setHost = connector.getClass().getMethod("setHost", String.class);
            setHost.invoke(connector, "127.0.0.1");
        }
    }
}
