package io.lotabots.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The main class of a function's own process: the runtime interface client, and a thread that ends the process when
 * its standard input does, which happens however the parent ends. It needs no other class of this program.
 */
public final class ChildProcess {
    private ChildProcess() {}

    public static void main(String[] arguments) throws Throwable {
        Thread.ofPlatform().daemon().name("parent-watch").start(ChildProcess::endWithParent);
        AWSLambda.main(arguments);
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }
}
