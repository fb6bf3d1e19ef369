package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Sizes of items and the units they cost, by AWS's published rules.
 *
 * <p>Source: "DynamoDB item sizes and formats" and "DynamoDB read and write operations", DynamoDB developer guide. AWS
 * calls the size of numbers approximate; here it is 1 byte for every two significant digits, 1 more, and 1 more for a
 * negative one.
 */
final class ItemSize {
    private ItemSize() {}

    /** Bytes of an item in DynamoDB JSON: names and values. */
    static int of(JsonNode item) {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> attribute : item.properties()) {
            bytes = Math.addExact(bytes, utf8(attribute.getKey()) + value(attribute.getValue()));
        }
        return bytes;
    }

    /** Write units of {@code bytes}: one for each 1 KB begun, at least one. */
    static int writeUnits(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, 1024));
    }

    /** Units of a strongly consistent read of {@code bytes}: one for each 4 KB begun, at least one. */
    static int readUnits(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, 4096));
    }

    private static int value(JsonNode typed) {
        if (!typed.isObject() || typed.isEmpty()) {
            return 0;
        }
        Map.Entry<String, JsonNode> entry = typed.properties().iterator().next();
        JsonNode value = entry.getValue();
        return switch (entry.getKey()) {
            case "S" -> utf8(value.asText());
            case "N" -> number(value.asText());
            case "B" -> Base64.getDecoder().decode(value.asText()).length;
            case "BOOL", "NULL" -> 1;
            case "SS" -> value.valueStream().mapToInt(v -> utf8(v.asText())).sum();
            case "NS" -> value.valueStream().mapToInt(v -> number(v.asText())).sum();
            case "BS" ->
                value.valueStream()
                        .mapToInt(v -> Base64.getDecoder().decode(v.asText()).length)
                        .sum();
            // 3 bytes for the container and 1 for each element.
            case "L" -> 3 + value.valueStream().mapToInt(v -> 1 + value(v)).sum();
            case "M" -> 3 + value.size() + of(value);
            default -> 0;
        };
    }

    private static int number(String text) {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return number.signum() == 0 ? 1 : Math.ceilDiv(number.precision(), 2) + (number.signum() < 0 ? 2 : 1);
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
