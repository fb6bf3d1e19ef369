package io.lotabots.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Requests per second over HTTP on local mode: starts {@code ./lotabots up} in memory on a free loopback port, drives
 * some endpoints one after the other with 8 connections for 10 s each, and stops it.
 *
 * <p>It measures one machine that runs the platform, its store and the load all at once. It says nothing about AWS. What
 * a request costs in CPU time, of the platform and of the store behind it, hardly depends on what else runs there; how
 * many requests there are in a second does.
 */
public final class HttpBench {
    private static final int CONNECTIONS = 8;
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int START_SECONDS = 120;

    /** One endpoint, as {@code METHOD /path}. */
    private record Target(String method, String path, List<String> warmUp, List<String> bodies) {
        Target(String method, String path, String body) {
            this(method, path, List.of(body), List.of(body));
        }

        String name() {
            return method + " " + path.replaceFirst("\\?.*$", "");
        }
    }

    /** More transfers than a local platform takes in {@link #WARM_UP}. */
    private static final int TRANSFERS = 30_000;

    private static List<Target> targets(Wallets wallets) {
        return List.of(
                new Target("GET", "/epoch", ""),
                new Target("GET", "/lottery/eligibility?miner_id=bench", ""),
                new Target("POST", "/attest/challenge", "{\"miner_id\":\"bench\"}"),
                new Target("GET", "/wallet/balance?miner_id=" + wallets.address(0), ""),
                new Target(
                        "POST", "/wallet/transfer/signed", wallets.transfers(TRANSFERS), wallets.transfers(TRANSFERS)));
    }

    private HttpBench() {}

    /** @param args the repository's root, the working directory unless told */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args.length > 0 ? args[0] : "").toAbsolutePath();
        Path data = Files.createTempDirectory("lotabots-bench");
        // Limits that the load would meet; everything else as in the stage dev.
        Process up = new ProcessBuilder(
                        root.resolve("lotabots").toString(),
                        "up",
                        "--memory",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--set",
                        "challengesPerAddressPerMinute=100000",
                        "--set",
                        "listRequestsPerMinute=100000",
                        "--set",
                        "transfersPerAddressPerMinute=100000",
                        "--set",
                        "adminRequestsPerMinute=1000",
                        "--set",
                        "confirmationSeconds=0")
                .redirectError(data.resolve("up.err").toFile())
                .start();
        try {
            URI node = ready(up, data);
            PrintStream out = System.out;
            Load load = Load.best();
            out.printf("%d connections, %d s each, driven by %s%n", CONNECTIONS, TIME.toSeconds(), load.name());
            Wallets wallets = new Wallets(
                    node, Files.readString(data.resolve("admin-key")).strip());
            for (Target target : targets(wallets)) {
                load.run(node.resolve(target.path), target.method, target.warmUp, CONNECTIONS, WARM_UP);
                Duration platform = cpu(Stream.of(up.toHandle()));
                Duration store = cpu(up.descendants());
                Load.Result result =
                        load.run(node.resolve(target.path), target.method, target.bodies, CONNECTIONS, TIME);
                double requests = result.perSecond() * TIME.toSeconds();
                out.printf(
                        "%-28s %6.0f requests/s   p50 %6.2f ms   p99 %6.2f ms   %d not 2xx   CPU of one: platform %.2f"
                                + " ms, store %.2f ms%n",
                        target.name(),
                        result.perSecond(),
                        result.p50Millis(),
                        result.p99Millis(),
                        result.failed(),
                        cpu(Stream.of(up.toHandle())).minus(platform).toNanos() / 1e6 / requests,
                        cpu(up.descendants()).minus(store).toNanos() / 1e6 / requests);
            }
        } finally {
            up.destroy();
            if (!up.waitFor(10, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        }
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes
                .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Waits for the line {@code ready URL}; what follows on the output is read and let go. */
    private static URI ready(Process up, Path data) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(up.getInputStream(), StandardCharsets.UTF_8));
        // Its end closes the output that is read here; an interrupt says that it was ready in time.
        Thread limit = Thread.ofPlatform().daemon().start(() -> {
            try {
                if (!up.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                    up.destroy();
                }
            } catch (InterruptedException ready) {
                Thread.currentThread().interrupt();
            }
        });
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready ")) {
                limit.interrupt();
                Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(ignored -> {}));
                return URI.create(line.substring("ready ".length()).strip());
            }
        }
        throw new IOException("the platform did not start: " + Files.readString(data.resolve("up.err")));
    }
}
