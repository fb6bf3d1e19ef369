package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.PythonJson;
import java.util.Set;

/**
 * Hash by which a fingerprint is known when it comes again: over verdicts and data of every check, without the values
 * that change with each run.
 */
public final class FingerprintHash {
    private static final Set<String> VOLATILE = Set.of("samples", "timestamp", "elapsed_ns", "mean_ns");

    private FingerprintHash() {}

    /** SHA-256 as 64 lower-case hexadecimal digits, of any JSON. */
    public static String of(JsonNode fingerprint) {
        ObjectNode checks = JsonNodeFactory.instance.objectNode();
        fingerprint.path("checks").properties().forEach(check -> checks.set(check.getKey(), stable(check.getValue())));
        ObjectNode hashed = JsonNodeFactory.instance.objectNode();
        hashed.set("checks", checks);
        JsonNode timestamp = fingerprint.path("timestamp");
        hashed.set("timestamp", timestamp.isMissingNode() ? JsonNodeFactory.instance.numberNode(0) : timestamp);
        JsonNode bridge = fingerprint.path("bridge_type");
        hashed.set("bridge_type", bridge.isMissingNode() ? JsonNodeFactory.instance.textNode("") : bridge);
        return Digests.sha256Hex(PythonJson.dumps(hashed));
    }

    /**
     * Whether the hashed data hold something that a machine measured: a number that is not whole. Counts, flags and names
     * are the same on all machines of a kind; timings and their spread are not. Without one, equal hashes say nothing.
     */
    public static boolean holdsMeasurement(JsonNode fingerprint) {
        for (JsonNode check : fingerprint.path("checks")) {
            if (holdsFraction(stable(check).path("data"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsFraction(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue() % 1 != 0;
        }
        for (JsonNode child : node) {
            if (holdsFraction(child)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode stable(JsonNode check) {
        if (!check.isObject()) {
            return check;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.set(
                "passed",
                check.path("passed").isMissingNode() ? JsonNodeFactory.instance.nullNode() : check.get("passed"));
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        check.path("data").properties().stream()
                .filter(field -> !VOLATILE.contains(field.getKey()))
                .forEach(field -> data.set(field.getKey(), field.getValue()));
        kept.set("data", data);
        return kept;
    }
}
