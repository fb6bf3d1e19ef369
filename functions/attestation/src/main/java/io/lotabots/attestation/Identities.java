package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the wire names miners, and what it answers to names that are none. */
final class Identities {
    private Identities() {}

    /** The identity that a sender claims. @throws Refusal 403 when the name belongs to the platform, 400 when it only looks like an address */
    static MinerId claimed(String text) {
        if (MinerId.onlyLooksLikeAddress(text)) {
            throw new Refusal(
                    400,
                    "INVALID_MINER",
                    "An address is RTC and 40 lower-case hexadecimal digits; this only looks like one");
        }
        if (MinerId.isReserved(text)) {
            throw new Refusal(403, "RESERVED_MINER", "The name '" + text + "' belongs to the platform");
        }
        return MinerId.reading(text);
    }

    /** The identity at {@code field}: absent when null or empty. @throws Refusal 400 when it is there and not one */
    static Optional<String> optional(String field, @Nullable JsonNode node) {
        if (node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty())) {
            return Optional.empty();
        }
        if (!node.isTextual() || !MinerId.isWellFormed(node.textValue())) {
            throw new Refusal(
                            400,
                            "INVALID_MINER",
                            "Fields 'miner' and 'miner_id' must use only letters, numbers, '.', '_', ':' or '-' and be at"
                                    + " most 128 characters")
                    .with("field", field);
        }
        String text = node.textValue();
        if (MinerId.isForeignWallet(text)) {
            throw new Refusal(
                            400,
                            "INVALID_MINER_WALLET_FORMAT",
                            "Field '" + field + "' looks like a wallet of another chain; use an RTC address or a name")
                    .with("field", field);
        }
        return Optional.of(text);
    }

    /** The identity of a query or path parameter. @throws Refusal 400 when it is missing or not one */
    static MinerId required(String field, @Nullable String text) {
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
        return MinerId.reading(text);
    }
}
