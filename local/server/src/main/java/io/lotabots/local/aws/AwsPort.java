package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotabots.local.schedule.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One port of 127.0.0.1 that serves DynamoDB, S3 (path style), Secrets Manager and EventBridge to the SDKs of functions.
 *
 * <p>For each request it finds the caller by its access key, verifies the signature (Signature Version 4), evaluates the
 * caller's IAM policies, lets faults strike, passes the request on and meters what it consumed. A denial reads as on AWS.
 * Bodies are limited to 16 MB for DynamoDB and Secrets Manager and 64 MB for S3.
 */
public final class AwsPort implements AutoCloseable {
    private static final int MAX_JSON_BYTES = 16 << 20;
    private static final int MAX_OBJECT_BYTES = 64 << 20;
    /** Headers that the JDK's server writes by itself. */
    private static final Set<String> OWN_HEADERS = Set.of("date", "server", "transfer-encoding");

    /** Settings of the JDK's own server and clients, which it reads once, at their first use. */
    private static final Map<String, String> LIMITS = Map.of(
            // Without it each answer waits for the client's delayed acknowledgement.
            "sun.net.httpserver.nodelay", "true",
            // Functions in this process share one pool of connections to this port, which keeps 5 unless told.
            "http.maxConnections", "64",
            // The children close a connection that was idle for 30 s, which is as long as the JDK's client keeps one:
            // a request sent at that moment is lost.
            "jdk.httpclient.keepalive.timeout", "10");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Settings settings;
    private final Upstream dynamoUpstream;
    private final Upstream s3Upstream;
    private final DynamoDbClient dynamoDb;
    private final Gate gate;
    private final Authority authority;
    private final Faults faults;
    private final Meter meter = new Meter();
    private final DynamoService dynamoService;
    private final S3Service s3Service;
    private final SecretsService secretsService;
    private final EventBridgeService eventBridge;
    private final SecretRotations rotations;

    /**
     * What stands behind the port.
     *
     * @param dynamoDb where DynamoDB Local listens
     * @param s3 where S3Proxy listens
     * @param region the only region that callers may name
     * @param account twelve digits
     */
    public record Settings(
            URI dynamoDb, URI s3, String region, String account, SecretsStore secrets, VirtualClock clock) {}

    private AwsPort(Settings settings, HttpServer server) {
        this.server = server;
        this.settings = settings;
        dynamoUpstream = new Upstream(settings.dynamoDb);
        s3Upstream = new Upstream(settings.s3);
        dynamoDb = new DynamoDbClient(dynamoUpstream, settings.region);
        gate = new Gate(settings.region, settings.clock);
        authority = new Authority(settings.account);
        Replicas replicas = new Replicas(dynamoDb);
        faults = new Faults(replicas);
        DynamoAccess access = new DynamoAccess(settings.region, settings.account, new Schemas(dynamoDb));
        dynamoService = new DynamoService(dynamoDb, access, authority, faults, replicas, meter);
        s3Service = new S3Service(s3Upstream, authority, faults);
        rotations = new SecretRotations(settings.secrets, settings.clock);
        secretsService =
                new SecretsService(settings.secrets, settings.clock, settings.region, settings.account, rotations);
        eventBridge = new EventBridgeService(settings.clock, settings.region, settings.account);
    }

    /** Starts on a free port, with no principal. @throws UncheckedIOException when no port can be had */
    public static AwsPort start(Settings settings) {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            AwsPort port = new AwsPort(settings, server);
            server.setExecutor(port.threads);
            server.createContext("/", port::handle);
            server.start();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a caller in, in place of an earlier one with the same access key. */
    public void register(Principal principal) {
        authority.register(principal);
        gate.register(principal);
    }

    /** The value for {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code ..._S3}, {@code ..._SECRETS_MANAGER}, {@code ..._EVENTBRIDGE}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Meter meter() {
        return meter;
    }

    /** Which secrets are rotated, and by which functions. */
    public SecretRotations rotations() {
        return rotations;
    }

    public Faults faults() {
        return faults;
    }

    /** Hands every event that a function puts to {@code listener}, before the function is answered. */
    public void onEvent(EventListener listener) {
        eventBridge.onEvent(listener);
    }

    Settings settings() {
        return settings;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    Upstream s3() {
        return s3Upstream;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        dynamoUpstream.close();
        s3Upstream.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = answer(exchange);
            if (reply.status() != 0) {
                write(exchange, reply);
            }
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                .orElse("");
        Optional<Service> known = Service.ofTarget(target);
        if (known.isEmpty()) {
            return new ServiceError(400, "UnknownOperationException", "This machine does not serve " + target)
                    .reply(Service.SECRETS_MANAGER);
        }
        Service service = known.get();
        try {
            Call call = read(exchange, service == Service.S3 ? MAX_OBJECT_BYTES : MAX_JSON_BYTES, service);
            Gate.Admitted admitted = gate.admit(service, call);
            return serve(service, target, admitted);
        } catch (ServiceError e) {
            return e.reply(service);
        } catch (RuntimeException e) {
            // The SDK retries this as it would on AWS; the cause is for the person at this machine.
            System.getLogger(AwsPort.class.getName()).log(System.Logger.Level.ERROR, service + " failed", e);
            return new ServiceError(500, "InternalServerError", "Internal server error").reply(service);
        }
    }

    private Reply serve(Service service, String target, Gate.Admitted admitted) {
        return switch (service) {
            case DYNAMODB -> dynamoService.serve(admitted.principal(), service.operation(target), admitted.call());
            case S3 -> s3Service.serve(admitted.principal(), admitted.call());
            case SECRETS_MANAGER -> secret(admitted.principal(), service.operation(target), admitted.call());
            case EVENT_BRIDGE -> events(admitted.principal(), service.operation(target), admitted.call());
        };
    }

    private Reply secret(Principal principal, String operation, Call call) {
        ObjectNode body = Json.object(call.body());
        authority.require(Service.SECRETS_MANAGER, principal, List.of(secretsService.access(operation, body)));
        Optional<Fault> fault = faults.take(
                principal.name(), operation, List.of(body.path("SecretId").asText()), SecretsFaults::possible);
        if (fault.filter(SecretsFaults::refuses).isPresent()) {
            throw new ServiceError(400, "ThrottlingException", "Rate exceeded");
        }
        if (fault.filter(Fault.CONNECTION_CLOSED::equals).isPresent()) {
            return Reply.NONE;
        }
        Reply reply = Json.reply(200, secretsService.serve(operation, body));
        return fault.filter(Fault.LOST_REPLY::equals).isPresent() ? Reply.NONE : reply;
    }

    private Reply events(Principal principal, String operation, Call call) {
        ObjectNode body = Json.object(call.body());
        authority.require(Service.EVENT_BRIDGE, principal, eventBridge.accesses(operation, body));
        return Json.reply(200, eventBridge.serve(operation, body));
    }

    private static Call read(HttpExchange exchange, int limit, Service service) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
        if (body.length > limit) {
            throw service == Service.S3
                    ? new ServiceError(400, "EntityTooLarge", "An object here has at most " + limit + " bytes.")
                    : new ServiceError(
                            413, "RequestEntityTooLargeException", "A request has at most " + limit + " bytes.");
        }
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        return new Call(
                exchange.getRequestMethod(),
                path == null || !path.startsWith("/") ? "/" : path,
                query == null ? "" : query,
                headers,
                body);
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        boolean bodiless =
                reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    /** What can strike Secrets Manager. */
    private static final class SecretsFaults {
        private static boolean possible(Fault fault) {
            return refuses(fault) || fault == Fault.LOST_REPLY || fault == Fault.CONNECTION_CLOSED;
        }

        private static boolean refuses(Fault fault) {
            return fault == Fault.THROTTLED || fault == Fault.THROUGHPUT_EXCEEDED;
        }
    }
}
