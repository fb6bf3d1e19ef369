package io.lotabots.local.child;

import java.io.IOException;
import java.nio.file.Path;

/** A process with children, to be killed by a test. */
public final class Parent {
    private Parent() {}

    /** Takes the folder; prints the process ids of its children, then waits. */
    public static void main(String[] args) throws IOException {
        Children children = Children.start(ClassPaths.settings(Path.of(args[0]), true, System.err::println));
        System.out.println(children.pids().get(0) + " " + children.pids().get(1));
        System.out.flush();
        int end = System.in.read();
        System.exit(end < 0 ? 0 : 1);
    }
}
