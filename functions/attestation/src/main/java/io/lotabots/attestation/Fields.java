package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields of requests; every refusal names the field, what it takes and, in short, what was got. */
final class Fields {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final int MAX_SHOWN = 40;

    private Fields() {}

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

    /** A text that must be there. @throws Refusal 400 when it is missing, blank, too long or holds control characters */
    static String text(String field, @Nullable JsonNode node, int maxLength) {
        String text = optionalText(field, node, maxLength).orElse("");
        if (text.isBlank()) {
            throw invalid(field, "must be a text of 1 to " + maxLength + " characters, got none");
        }
        return text;
    }

    /** The text of a field; empty when it is absent or no text. */
    static String textOrEmpty(@Nullable JsonNode node) {
        return node == null || !node.isTextual() ? "" : node.textValue();
    }

    /** A text that may be absent. @throws Refusal 400 when it is no text, too long or holds control characters */
    static Optional<String> optionalText(String field, @Nullable JsonNode node, int maxLength) {
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
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, "must hold no control characters");
        }
        return Optional.of(text);
    }

    /** One of a few words; {@code otherwise} when it is absent. @throws Refusal 400 naming them all */
    static String word(String field, @Nullable JsonNode node, Set<String> words, @Nullable String otherwise) {
        if ((node == null || node.isNull()) && otherwise != null) {
            return otherwise;
        }
        if (node == null || !node.isTextual() || !words.contains(node.textValue())) {
            throw invalid(
                    field,
                    "must be one of "
                            + String.join(", ", words.stream().sorted().toList()) + ", got "
                            + (node == null ? "none" : node.isTextual() ? shown(node.textValue()) : kind(node)));
        }
        return node.textValue();
    }

    /** A switch written 0, 1, false or true. @throws Refusal 400 for anything else */
    static boolean flag(String field, @Nullable JsonNode node) {
        if (node != null && node.isBoolean()) {
            return node.booleanValue();
        }
        if (node != null && node.isIntegralNumber() && node.canConvertToInt()) {
            int value = node.intValue();
            if (value == 0 || value == 1) {
                return value == 1;
            }
        }
        throw invalid(field, "must be 0, 1, false or true, got " + (node == null ? "none" : kind(node)));
    }

    /** The identity that an operator names. @throws Refusal 400 when it is missing or not one */
    static MinerId miner(String field, @Nullable JsonNode node) {
        if (node != null && !node.isNull() && !node.isTextual()) {
            throw invalid(field, "must be a text, got " + kind(node));
        }
        return Identities.required(field, node == null || node.isNull() ? null : node.textValue());
    }

    /** An Ed25519 public key, as 64 lower-case hexadecimal digits. @throws Refusal 400 when it is none that can sign */
    static String publicKey(String field, @Nullable JsonNode node) {
        String text = textOrEmpty(node);
        if (!Hex.isKey(text) || !Ed25519.isUsableKey(HexFormat.of().parseHex(text))) {
            throw invalid(field, "must be a usable Ed25519 public key of 64 hexadecimal digits");
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

    private static String shown(String text) {
        return "'" + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...") + "'";
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
