package io.lotabots.clients.miner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The miner's configuration: a JSON object with the keys {@code wallet_id, node_url, attestation_interval, retry_attempts, backoff_base}. */
final class ConfigFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ConfigFile() {}

    /**
     * The defaults, with what the file says in their place.
     *
     * @throws PlainError that names the key, its range and what stands there
     */
    static Settings read(Path file) {
        JsonNode json;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PlainError("--config " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            json = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new PlainError(
                    "--config " + file + " is no JSON (line " + e.getLocation().getLineNr() + ")", e);
        } catch (IOException e) {
            throw new PlainError("--config " + file + " cannot be read", e);
        }
        if (!json.isObject()) {
            throw new PlainError("--config " + file + " must hold one JSON object");
        }
        var settings = Settings.DEFAULT;
        for (var entry : json.properties()) {
            settings = apply(settings, entry.getKey(), entry.getValue());
        }
        return settings;
    }

    private static Settings apply(Settings settings, String key, JsonNode value) {
        return switch (key) {
            case "wallet_id" -> settings.withWallet(key, text(key, value));
            case "node_url" -> settings.withNode(key, text(key, value));
            case "attestation_interval" ->
                settings.withInterval(
                        key, whole(key, value, "from 1 to " + Settings.MAX_INTERVAL_SECONDS + " seconds"));
            case "retry_attempts" -> settings.withRetries(key, whole(key, value, "from 0 to " + Settings.MAX_RETRIES));
            case "backoff_base" -> {
                if (!value.isNumber()) {
                    throw new PlainError(
                            key + " must be a number from 1 to " + Settings.MAX_BACKOFF_BASE + ", got " + shown(value));
                }
                yield settings.withBackoffBase(key, value.doubleValue());
            }
            default ->
                throw new PlainError(
                        "unknown key " + Settings.shown(key) + " in the configuration; known are wallet_id, node_url,"
                                + " attestation_interval, retry_attempts, backoff_base");
        };
    }

    private static String text(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw new PlainError(key + " must be a text, got " + shown(value));
        }
        return value.textValue();
    }

    private static int whole(String key, JsonNode value, String range) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new PlainError(key + " must be a whole number " + range + ", got " + shown(value));
        }
        return value.intValue();
    }

    private static String shown(JsonNode value) {
        return Settings.shown(value.toString());
    }
}
