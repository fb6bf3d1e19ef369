package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@code POST /attest/submit}, checked field by field in the order in which the wire expects its errors:
 * sections, identities, signature fields, values, then sections that must not be missing.
 */
final class SubmitShape {
    /** Longest text of one device or signal field, in characters. */
    static final int MAX_TEXT = 256;

    /** Most hardware addresses in {@code signals.macs}. */
    static final int MAX_MACS = 16;

    private static final int MAX_CORES = 4096;
    private static final Set<String> METRICS = Set.of(
            "clock_drift.cv",
            "clock_drift.drift_stdev",
            "cache_timing.hierarchy_ratio",
            "cache_timing.l2_l1_ratio",
            "thermal_drift.drift_ratio",
            "thermal_drift.thermal_drift_pct",
            "instruction_jitter.cv");

    private SubmitShape() {}

    /** @throws Refusal 400 or 422 with the code of the first check that fails */
    static void check(PostAttestSubmit.Request request) {
        object(request.device(), "device");
        object(request.signals(), "signals");
        object(request.report(), "report");
        object(request.fingerprint(), "fingerprint");
        Optional<String> miner = Identities.optional("miner", request.miner());
        if (miner.isEmpty()
                && Identities.optional("miner_id", request.minerId()).isEmpty()) {
            throw new Refusal(
                    400,
                    "MISSING_MINER",
                    "Field 'miner' or 'miner_id' must be a non-empty identifier using only letters, numbers, '.', '_', ':'"
                            + " or '-'");
        }
        Identities.optional("miner_id", request.minerId());
        text(request.signature(), "signature", "INVALID_SIGNATURE_TYPE");
        text(request.publicKey(), "public_key", "INVALID_PUBLIC_KEY_TYPE");
        text(request.nonce(), "nonce", "INVALID_NONCE");
        device(request.device());
        signals(request.signals());
        fingerprint(request.fingerprint());
        if (isEmpty(request.device())) {
            throw missing("device", "device", "hardware metadata");
        }
        if (isEmpty(request.signals())) {
            throw missing("signals", "signals", "hardware signal metadata");
        }
        if (isEmpty(section(request.fingerprint()).get("checks"))) {
            throw missing("fingerprint", "fingerprint.checks", "hardware fingerprint checks");
        }
    }

    private static void device(@Nullable JsonNode device) {
        if (!(device instanceof ObjectNode)) {
            return;
        }
        JsonNode cores = device.get("cores");
        if (cores != null
                && !cores.isNull()
                && (!cores.isIntegralNumber()
                        || !cores.canConvertToInt()
                        || cores.intValue() < 1
                        || cores.intValue() > MAX_CORES)) {
            throw new Refusal(
                    422,
                    "INVALID_DEVICE_CORES",
                    "Field 'device.cores' must be a positive integer between 1 and " + MAX_CORES);
        }
        for (Map.Entry<String, JsonNode> field : device.properties()) {
            bounded("device." + field.getKey(), field.getValue(), "INVALID_DEVICE");
        }
        for (String name :
                Set.of("family", "arch", "model", "cpu", "serial", "machine", "device_model", "cpu_serial")) {
            JsonNode value = device.get(name);
            if (value != null && !value.isNull() && !value.isTextual()) {
                throw new Refusal(400, "INVALID_DEVICE", "Field 'device." + name + "' must be a string");
            }
        }
    }

    private static void signals(@Nullable JsonNode signals) {
        if (!(signals instanceof ObjectNode)) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : signals.properties()) {
            bounded("signals." + field.getKey(), field.getValue(), "INVALID_SIGNALS");
        }
        JsonNode hostname = signals.get("hostname");
        if (hostname != null && !hostname.isNull() && !hostname.isTextual()) {
            throw new Refusal(400, "INVALID_SIGNALS", "Field 'signals.hostname' must be a string");
        }
        JsonNode macs = signals.get("macs");
        if (macs == null || macs.isNull()) {
            return;
        }
        boolean wellFormed = macs.isArray() && macs.size() <= MAX_MACS;
        if (wellFormed) {
            for (JsonNode mac : macs) {
                wellFormed &= mac.isTextual()
                        && !mac.textValue().isBlank()
                        && mac.textValue().length() <= MAX_TEXT;
            }
        }
        if (!wellFormed) {
            throw new Refusal(
                    400,
                    "INVALID_SIGNALS_MACS",
                    "Field 'signals.macs' must be a list of at most " + MAX_MACS + " non-empty strings");
        }
    }

    private static void fingerprint(@Nullable JsonNode fingerprint) {
        if (!(fingerprint instanceof ObjectNode)) {
            return;
        }
        JsonNode checks = fingerprint.get("checks");
        if (checks == null || checks.isNull()) {
            return;
        }
        if (!checks.isObject() || checks.size() > 32) {
            throw new Refusal(
                    400,
                    "INVALID_FINGERPRINT_CHECKS",
                    "Field 'fingerprint.checks' must be an object of at most 32 checks");
        }
        for (String metric : METRICS) {
            String check = metric.substring(0, metric.indexOf('.'));
            String name = metric.substring(metric.indexOf('.') + 1);
            JsonNode value = checks.path(check).path("data").path(name);
            if (!value.isMissingNode() && !value.isNull() && !isFinite(value)) {
                throw new Refusal(
                        422,
                        "INVALID_FINGERPRINT_METRIC",
                        "Field 'fingerprint.checks." + check + ".data." + name + "' must be a finite number");
            }
        }
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private static void object(@Nullable JsonNode node, String name) {
        if (node != null && !node.isNull() && !node.isObject()) {
            throw new Refusal(
                    400, "INVALID_" + name.toUpperCase(Locale.ROOT), "Field '" + name + "' must be a JSON object");
        }
    }

    private static void text(@Nullable JsonNode node, String name, String code) {
        if (node != null && !node.isNull() && !node.isTextual()) {
            throw new Refusal(400, code, "Field '" + name + "' must be a string");
        }
    }

    private static void bounded(String path, JsonNode value, String code) {
        if (value.isTextual() && value.textValue().length() > MAX_TEXT) {
            throw new Refusal(
                            400,
                            code,
                            "Field '" + path + "' has " + value.textValue().length() + " characters, the limit is "
                                    + MAX_TEXT)
                    .with("field", path);
        }
    }

    private static boolean isEmpty(@Nullable JsonNode node) {
        return node == null || !node.isObject() || node.isEmpty();
    }

    private static Refusal missing(String section, String path, String what) {
        return new Refusal(
                422, "MISSING_" + section.toUpperCase(Locale.ROOT), "Field '" + path + "' must include " + what);
    }

    /** The text at a checked field, empty when it is absent. */
    static String textOf(@Nullable JsonNode object, String field) {
        return object == null ? "" : object.path(field).asText("");
    }

    /** A checked section, an empty object when it is absent. */
    static ObjectNode section(@Nullable JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
    }
}
