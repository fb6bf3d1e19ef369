package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs custom resources as CloudFormation does at the creation of a stack: a {@code Create} event, answered by a PUT to
 * its {@code ResponseURL}.
 *
 * <p>Source: CloudFormation user guide, "Custom resource request and response reference".
 */
final class CustomResources implements AutoCloseable {
    /** CloudFormation's limit of an answer. */
    private static final int MAX_ANSWER_BYTES = 4096;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Assembly assembly;
    private final Functions functions;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();

    CustomResources(Assembly assembly, Functions functions) throws IOException {
        this.assembly = assembly;
        this.functions = functions;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    static boolean isCustom(String type) {
        return type.equals("AWS::CloudFormation::CustomResource") || type.startsWith("Custom::");
    }

    /** Whether the resource is answered by a function that runs here. */
    static boolean runs(Resource resource, Functions functions) {
        return functions
                .find(resource.properties().path("ServiceToken").asText())
                .isPresent();
    }

    /**
     * Creates every custom resource, in order.
     *
     * @throws StartException when one refuses, with its reason
     */
    void createAll() throws InterruptedException {
        for (Resource resource : assembly.resources()) {
            if (isCustom(resource.type()) && runs(resource, functions)) {
                create(resource);
            }
        }
    }

    private void create(Resource resource) throws InterruptedException {
        LambdaFunction function = functions
                .find(resource.properties().path("ServiceToken").asText())
                .orElseThrow();
        String requestId = UUID.randomUUID().toString();
        Outcome outcome = function.invoke(event(resource, requestId).toString().getBytes(StandardCharsets.UTF_8));
        @Nullable JsonNode answer = answers.remove(requestId);
        if (answer == null) {
            String error = outcome.status() == Outcome.Status.OK ? "" : " (" + abridged(outcome.text()) + ")";
            throw new StartException(resource + ": " + function.definition().name()
                    + " ended without an answer to CloudFormation" + error);
        }
        if (!answer.path("Status").asText().equals("SUCCESS")) {
            throw new StartException(resource + ": " + answer.path("Reason").asText("refused without a reason"));
        }
    }

    private static String abridged(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    private ObjectNode event(Resource resource, String requestId) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("RequestType", "Create")
                .put("ServiceToken", resource.properties().path("ServiceToken").asText())
                .put("ResponseURL", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + requestId)
                .put("StackId", assembly.region().arn("cloudformation", "stack/" + resource.stack() + "/local"))
                .put("RequestId", requestId)
                .put("ResourceType", resource.type())
                .put("LogicalResourceId", resource.logicalId());
        event.set("ResourceProperties", texts(resource.properties()));
        return event;
    }

    /** CloudFormation hands numbers and booleans to custom resources as text. */
    private static JsonNode texts(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(p -> object.set(p.getKey(), texts(p.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(e -> array.add(texts(e)));
            return array;
        }
        return TextNode.valueOf(node.asText());
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_ANSWER_BYTES + 1);
            String requestId = exchange.getRequestURI().getPath().substring(1);
            JsonNode answer = body.length > MAX_ANSWER_BYTES
                    ? JsonNodeFactory.instance
                            .objectNode()
                            .put("Status", "FAILED")
                            .put("Reason", "the answer is longer than " + MAX_ANSWER_BYTES + " bytes")
                    : JSON.readTree(body);
            boolean fits = exchange.getRequestMethod().equals("PUT")
                    && (answer.path("RequestId").asText().equals(requestId) || body.length > MAX_ANSWER_BYTES);
            if (fits) {
                answers.put(requestId, answer);
            }
            exchange.sendResponseHeaders(fits ? 200 : 403, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
