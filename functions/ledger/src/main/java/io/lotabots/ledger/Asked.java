package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields of requests; every refusal names the field, what it takes and, in short, what was got. */
final class Asked {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern TX_HASH = Pattern.compile("[0-9a-fA-F]{32}");
    private static final int MAX_SHOWN = 40;

    private Asked() {}

    /** A whole number of the query, {@code otherwise} when it is absent. @throws Refusal 400 outside the range */
    static int number(String field, @Nullable String text, int least, int most, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (WHOLE.matcher(text).matches()) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return (int) value;
            }
        }
        throw invalid(field, "must be a whole number from " + least + " to " + most + ", got " + shown(text));
    }

    /** A whole number of a body, {@code otherwise} when it is absent. @throws Refusal 400 outside the range */
    static int number(String field, @Nullable JsonNode node, int least, int most, int otherwise) {
        if (node == null || node.isNull()) {
            return otherwise;
        }
        if (!node.isIntegralNumber() && !node.isTextual()) {
            throw invalid(field, "must be a whole number from " + least + " to " + most + ", got " + kind(node));
        }
        return number(field, node.asText(), least, most, otherwise);
    }

    /** A text that may be absent. @throws Refusal 400 when it is no text, too long or holds control characters */
    static Optional<String> text(String field, @Nullable JsonNode node, int maxLength) {
        return text(field, node, maxLength, "");
    }

    /** The same of several lines. @throws Refusal 400 as before, with ends of lines and tabs allowed */
    static Optional<String> lines(String field, @Nullable JsonNode node, int maxLength) {
        return text(field, node, maxLength, "\r\n\t");
    }

    private static Optional<String> text(String field, @Nullable JsonNode node, int maxLength, String allowed) {
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw invalid(field, "must be a text, got " + kind(node));
        }
        String text = node.textValue();
        if (text.length() > maxLength) {
            throw invalid(field, "must have at most " + maxLength + " characters, got " + text.length());
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && allowed.indexOf(c) < 0)) {
            throw invalid(field, "must hold no control characters");
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw invalid(field, "must hold no half of a surrogate pair: no store could keep it");
        }
        return Optional.of(text).filter(t -> !t.isBlank());
    }

    /** Demands a text. @throws Refusal 400 when it is missing, blank, too long or holds control characters */
    static String demand(String field, @Nullable JsonNode node, int maxLength) {
        return text(field, node, maxLength).orElseThrow(() -> none(field, maxLength));
    }

    /** The refusal of a field that holds nothing but blanks. */
    static Refusal none(String field, int maxLength) {
        return invalid(field, "must be a text of 1 to " + maxLength + " characters, got none");
    }

    /** The wallet that a request names, reserved ones too. @throws Refusal 400 when it is missing or not one */
    static String wallet(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw new Refusal(400, "MINER_ID_REQUIRED", field + " required").with("error", field + " required");
        }
        if (!MinerId.isWellFormed(text)) {
            throw new Refusal(
                            400,
                            "INVALID_MINER_ID",
                            "Field '" + field + "' must be 1 to 128 letters, digits, '.', '_', ':' or '-'")
                    .with("error", "invalid " + field)
                    .with("field", field);
        }
        return MinerId.reading(text).value();
    }

    /** The wallet that a body names. @throws Refusal 400 when it is missing or not one */
    static String wallet(String field, @Nullable JsonNode node) {
        return wallet(field, text(field, node, 256).orElse(""));
    }

    /** The hash of a transaction, in lower case. @throws Refusal 400 when it is none */
    static String txHash(String field, @Nullable String text) {
        if (text == null || !TX_HASH.matcher(text).matches()) {
            throw new Refusal(400, "INVALID_TX_HASH", field + " must be 32 hexadecimal digits")
                    .with("error", "invalid_tx_hash")
                    .with("field", field);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** The refusal of a field: {@code error} is the sentence itself, as older tools print it. */
    static Refusal invalid(String field, String why) {
        String sentence = field + " " + why;
        return new Refusal(400, "INVALID_FIELD", sentence)
                .with("error", sentence)
                .with("field", field);
    }

    static String shown(String text) {
        return "'" + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...") + "'";
    }

    static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
