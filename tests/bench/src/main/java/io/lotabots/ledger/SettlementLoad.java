package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import io.lotabots.local.aws.Meter;
import io.lotabots.local.aws.Principal;
import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Frozen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Epochs settled on local mode, end to end: DynamoDB Local and S3Proxy behind the platform's port, {@code CloseEpoch} by
 * its schedule in a JVM of its own with the memory and the compiler that Lambda gives it. That JVM is killed in the middle
 * of reading, of writing pages and of placing wallets; the next minute's run goes on. After each epoch, all invariants are
 * reckoned from the tables and the archive.
 */
public final class SettlementLoad {
    private static final String KEY_ID = "AKIAOPERATOROFLOADS";
    private static final String SECRET = "a secret of this benchmark alone";
    private static final int MOST_RUNS = 60;
    private static final int WRITES_AT_ONCE = 4;
    private static final double FEWER = 50;
    private static final double LIMIT_SECONDS = 60;
    private static final int LIMITED = 100_000;

    private final Platform platform;
    private final FunctionDefinition closes;
    private final Map<String, String> environment;
    private final Aws aws;
    private final Chain chain;
    private final List<Enrolled> members = new ArrayList<>();

    private SettlementLoad(Platform platform, int miners) throws IOException {
        this.platform = platform;
        this.closes = definition(platform, "CloseEpoch");
        platform.port().register(new Principal("operator", KEY_ID, SECRET, "", List.of(policy())));
        this.environment = new HashMap<>(closes.environment());
        environment.remove("AWS_SESSION_TOKEN");
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET));
        this.aws = Aws.of(Env.of(environment));
        this.chain = Chain.of(Env.of(environment));
        SplittableRandom random = new SplittableRandom(miners);
        byte[] address = new byte[20];
        for (int i = 0; i < miners; i++) {
            random.nextBytes(address);
            members.add(new Enrolled(
                    "RTC" + HexFormat.of().formatHex(address), 800_000_000 + 10_000_000L * random.nextInt(171)));
        }
    }

    private static FunctionDefinition definition(Platform platform, String handler) {
        return platform.functions().stream()
                .map(LambdaFunction::definition)
                .filter(function -> function.handler().contains("." + handler + "::"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode policy() throws IOException {
        return Json.tree("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Where the function's process is killed: once, as soon as so many requests of a kind were served. */
    private record Crash(String operation, String table, long requests) {
        boolean reached(List<Meter.Sum> sums, FunctionDefinition by) {
            return sums.stream()
                    .anyMatch(sum -> sum.principal().equals(by.name())
                            && sum.operation().equals(operation)
                            && sum.table().equals(by.environment().get("TABLE_" + table))
                            && sum.requests() >= requests);
        }
    }

    /** What settling one epoch took. */
    private record Settled(
            double seconds, double cpuSeconds, int crashes, double writeUnits, double readUnits, long requests) {}

    private void run(Map<String, byte[]> keys) throws InterruptedException {
        int miners = members.size();
        try (DynamoDbClient client = client()) {
            SealedEpochs checked = new SealedEpochs(
                    aws,
                    client,
                    definition(platform, "GetWalletBalance").environment().getOrDefault("TABLE_WALLETS", ""),
                    environment.getOrDefault("TABLE_SLOTS", ""),
                    keys);
            // Everything is started once, and what ended before is sealed.
            next();
            Settled first = settle(List.of(
                    new Crash("Query", "ENROLMENTS", 20),
                    new Crash("BatchWriteItem", "PAGES", 1 + miners / 320 / 25 / 2),
                    new Crash("BatchWriteItem", "SLOTS", miners / Store.MAX_PLACED / 2)));
            checked.check(checked.head().epoch(), chain.potMicroRtc(), members);
            print("first epoch", first);
            Settled steady = settle(List.of());
            checked.check(checked.head().epoch(), chain.potMicroRtc(), members);
            print("steady epoch", steady);
            Settled crashed = settle(List.of(
                    new Crash("Query", "ENROLMENTS", 20),
                    new Crash("BatchWriteItem", "PAGES", 1 + miners / 320 / 25 / 2),
                    new Crash("GetItem", "PAGES", miners / 320)));
            checked.check(checked.head().epoch(), chain.potMicroRtc(), members);
            print("steady epoch", crashed);
            double fewer = miners / steady.writeUnits;
            System.out.printf(
                    "0 invariants broken; a steady epoch writes %.0f times fewer units than one update for each miner%n",
                    fewer);
            if (fewer < FEWER || (miners == LIMITED && Math.max(first.seconds, crashed.seconds) > LIMIT_SECONDS)) {
                throw new IllegalStateException("that is too slow, or too much");
            }
        }
    }

    private static void print(String epoch, Settled settled) {
        System.out.printf(
                "%-14s %d crashes %8.1f s wall %8.1f s CPU %10.0f write units %8.0f read units %8d requests%n",
                epoch,
                settled.crashes,
                settled.seconds,
                settled.cpuSeconds,
                settled.writeUnits,
                settled.readUnits,
                settled.requests);
    }

    private DynamoDbClient client() {
        return DynamoDbClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(platform.port().uri())
                .region(Region.of(environment.getOrDefault("AWS_REGION", "")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
                .build();
    }

    /** To the middle of the next epoch; the one before is sealed then. */
    private void next() {
        long epoch = chain.epochAt(platform.clock().instant().getEpochSecond());
        platform.clock().set(Instant.ofEpochSecond(chain.epochStartsAt(epoch + 1) + chain.slotSeconds()));
    }

    /** Enrols everyone and lets the epoch end; the schedule does the rest, minute after minute. */
    private Settled settle(List<Crash> crashes) throws InterruptedException {
        long epoch = chain.epochAt(platform.clock().instant().getEpochSecond());
        enrol(epoch);
        platform.port().meter().reset();
        try (Killer killer = new Killer(crashes)) {
            long began = System.nanoTime();
            Duration cpu = cpu();
            next();
            DynamoStore store = new DynamoStore(aws);
            for (int run = 1; store.head().orElseThrow().epoch() < epoch; run++) {
                if (run == MOST_RUNS) {
                    throw new IllegalStateException("epoch " + epoch + " is not sealed after " + run + " runs");
                }
                platform.clock().advance(Duration.ofMinutes(1));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpuSeconds = cpu().minus(cpu).toMillis() / 1e3;
            List<Meter.Sum> sums = platform.port().meter().sums().stream()
                    .filter(sum -> sum.principal().equals(closes.name()))
                    .toList();
            if (killer.killed() < crashes.size()) {
                throw new IllegalStateException("only " + killer.killed() + " of " + crashes + " came to pass");
            }
            return new Settled(
                    seconds,
                    cpuSeconds,
                    killer.killed(),
                    sums.stream().mapToDouble(Meter.Sum::writeUnits).sum(),
                    sums.stream().mapToDouble(Meter.Sum::readUnits).sum(),
                    sums.stream().mapToLong(Meter.Sum::requests).sum());
        }
    }

    /** CPU time of the platform, the store and the functions; of those that were killed it is gone. */
    private static Duration cpu() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The rows that attestation would have written: preparation, not measured. */
    private void enrol(long epoch) {
        Table enrolments = aws.table("ENROLMENTS");
        List<List<Item>> batches = new ArrayList<>();
        List<Item> batch = new ArrayList<>();
        for (Enrolled member : members) {
            batch.add(Item.of("epoch_shard", epoch + "#" + Frozen.shardOf(member.identity(), 64))
                    .with("miner", member.identity())
                    .with("weight", member.weight()));
            if (batch.size() == Table.MAX_BATCH_WRITE) {
                batches.add(List.copyOf(batch));
                batch.clear();
            }
        }
        batches.add(List.copyOf(batch));
        Fan.wide(WRITES_AT_ONCE).each(batches, rows -> {
            if (!enrolments.batchPut(rows).isEmpty()) {
                throw new IllegalStateException("enrolments were left unwritten");
            }
        });
    }

    /** Kills the function's process at each of some points, in their order. */
    private final class Killer implements AutoCloseable {
        private final List<Crash> crashes;
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::watch);
        private volatile int killed;
        private volatile boolean closed;

        Killer(List<Crash> crashes) {
            this.crashes = crashes;
            thread.start();
        }

        int killed() {
            return killed;
        }

        private void watch() {
            for (Crash crash : crashes) {
                while (!crash.reached(platform.port().meter().sums(), closes)) {
                    if (closed) {
                        return;
                    }
                    LockSupport.parkNanos(1_000_000);
                }
                List<ProcessHandle> processes = ProcessHandle.current()
                        .descendants()
                        .filter(this::closes)
                        .toList();
                processes.forEach(ProcessHandle::destroyForcibly);
                if (processes.isEmpty()) {
                    return;
                }
                killed++;
            }
        }

        /** The JDK leaves out command lines as long as that of a function's process. */
        private boolean closes(ProcessHandle process) {
            try {
                return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                        .contains(closes.handler());
            } catch (IOException ended) {
                return false;
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }

    private static Map<String, byte[]> keys(URI node) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(
                            HttpRequest.newBuilder(node.resolve("/.well-known/jwks.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Map<String, byte[]> keys = new HashMap<>();
            for (JsonNode key :
                    Json.tree(answer.getBytes(StandardCharsets.UTF_8)).path("keys")) {
                if (key.path("kty").asText().equals("OKP")) {
                    byte[] bytes = Base64.getUrlDecoder().decode(key.path("x").textValue());
                    keys.put(EpochRoot.keyId(bytes), bytes);
                }
            }
            return keys;
        }
    }

    /**
     * Prints a table; fails when an invariant is broken, when 100,000 miners take more than a minute, or when a steady
     * epoch writes more than a fiftieth of a unit for each miner.
     *
     * @param args the repository's root, then numbers of miners; the working directory, 12,000 and 100,000 unless told
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args.length > 0 ? args[0] : "").toAbsolutePath();
        int[] sizes = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {12_000, LIMITED};
        for (int miners : sizes) {
            Options options = Options.inMemory(
                            root.resolve("cdk/target/cdk.out/dev"), Files.createTempDirectory("lotabots-load"))
                    .withMode(Functions.Mode.OWN_PROCESS);
            try (Platform platform = Platform.start(options)) {
                System.out.printf("%,d miners%n", miners);
                new SettlementLoad(platform, miners).run(keys(platform.uri()));
            }
        }
    }
}
