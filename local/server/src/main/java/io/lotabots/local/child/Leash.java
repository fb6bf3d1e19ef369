package io.lotabots.local.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class for as long as the parent lives: the first class of each child process.
 *
 * <p>The parent holds the other end of standard input. When the parent ends in whatever way, the kernel closes it, and
 * this process halts. Needs nothing but the JDK, because it stands on the child's class path.
 */
public final class Leash {
    private Leash() {}

    /** Runs {@code args[0]} with the other arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("leash").start(Leash::watch);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void watch() {
        try {
            // Nothing is ever written: the first answer is the end of the stream.
            int end = System.in.read();
            Runtime.getRuntime().halt(end < 0 ? 0 : 1);
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
