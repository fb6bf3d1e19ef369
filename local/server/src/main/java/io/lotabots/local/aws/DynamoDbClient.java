package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Calls DynamoDB Local, past policies and meters. */
final class DynamoDbClient {
    /** How often a call is sent that DynamoDB Local fails by itself; SDKs do the same. */
    private static final int MAX_TRIES = 4;

    private final Upstream upstream;
    private final String authorization;

    DynamoDbClient(Upstream upstream, String region) {
        this.upstream = upstream;
        // DynamoDB Local wants a scope and verifies nothing.
        authorization = "AWS4-HMAC-SHA256 Credential=local/20260101/" + region
                + "/dynamodb/aws4_request, SignedHeaders=host, Signature=" + "0".repeat(64);
    }

    /** Calls an operation. @throws ServiceError with what DynamoDB Local answered instead of a result */
    ObjectNode call(String operation, JsonNode body) {
        Reply reply = forward(operation, Json.bytes(body));
        for (int tried = 1; reply.status() >= 500 && tried < MAX_TRIES; tried++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100L << tried));
            reply = forward(operation, Json.bytes(body));
        }
        ObjectNode answer = Json.object(reply.body());
        if (!reply.ok()) {
            throw new ServiceError(
                    reply.status(),
                    errorCode(answer),
                    answer.path("message").asText(answer.path("Message").asText()));
        }
        return answer;
    }

    /** The answer to an operation, whatever it is. */
    Reply forward(String operation, byte[] body) {
        Map<String, List<String>> headers = Map.of(
                "x-amz-target", List.of("DynamoDB_20120810." + operation),
                "content-type", List.of("application/x-amz-json-1.0"));
        return upstream.send(new Call("POST", "/", "", headers, body), authorization);
    }

    /** {@code ValidationException} of {@code com.amazon.coral.validate#ValidationException}. */
    static String errorCode(JsonNode answer) {
        return answer.path("__type").asText().replaceFirst("^.*#", "");
    }
}
