package io.lotabots.local;

import io.lotabots.local.lambda.Functions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What to run and how.
 *
 * @param assembly a CDK assembly ({@code cdk.out})
 * @param data folder that keeps tables, buckets and secrets, and the admin keys
 * @param port of the HTTP API on loopback, 0 for any free one
 * @param memory whether tables, buckets and secrets are kept in memory alone
 * @param mode whether functions run in this process or in their own
 * @param trustProxy whether {@code X-Real-IP} and {@code X-Forwarded-For} name the client
 * @param adminKeyFile holds the admin key; by default {@code data/admin-key}, made when absent
 * @param accessLog takes one line for each request
 * @param schedules which schedules run, by the names of their functions: all, but in tests of what the others have no part in
 */
public record Options(
        Path assembly,
        Path data,
        int port,
        boolean memory,
        Functions.Mode mode,
        boolean trustProxy,
        Optional<Path> adminKeyFile,
        Consumer<String> accessLog,
        Predicate<String> schedules) {
    /** Folders are kept absolute: a function's own process stands in another. */
    public Options {
        assembly = assembly.toAbsolutePath();
        data = data.toAbsolutePath();
    }

    /** In this process and in memory, on any free port, without an access log: for tests. */
    public static Options inMemory(Path assembly, Path data) {
        return new Options(
                assembly, data, 0, true, Functions.Mode.IN_PROCESS, false, Optional.empty(), line -> {}, name -> true);
    }

    public Options withMode(Functions.Mode mode) {
        return new Options(assembly, data, port, memory, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }

    public Options withPort(int port) {
        return new Options(assembly, data, port, memory, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }

    public Options withTrustProxy(boolean trustProxy) {
        return new Options(assembly, data, port, memory, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }

    public Options withAccessLog(Consumer<String> accessLog) {
        return new Options(assembly, data, port, memory, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }

    public Options withSchedules(Predicate<String> schedules) {
        return new Options(assembly, data, port, memory, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }

    /** With tables, buckets and secrets that survive a restart. */
    public Options persistent() {
        return new Options(assembly, data, port, false, mode, trustProxy, adminKeyFile, accessLog, schedules);
    }
}
