package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the endpoints of governance have in common. */
final class GovernanceAnswers {
    private static final long WINDOW_SECONDS = 60;
    private static final int MAX_NONCE = 64;
    private static final int MAX_HEX = 256;

    private GovernanceAnswers() {}

    /** How often one client address may try. @param name names what is counted, apart from others */
    static RateLimit limit(Aws aws, String name) {
        return new RateLimit(
                aws.table("LIMITS"),
                name,
                Math.toIntExact(aws.env().number("VOTES_PER_ADDRESS_PER_MINUTE")),
                WINDOW_SECONDS,
                "VOTE_RATE_LIMIT");
    }

    /** Demands that every one of these fields is given. @throws Refusal 400 naming those that are not */
    static void demand(Map<String, @Nullable JsonNode> fields) {
        List<String> missing = fields.entrySet().stream()
                .filter(field -> SignedTransfer.isMissing(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            throw new Refusal(400, "MISSING_REQUIRED_FIELDS", "These fields must be given: " + missing)
                    .with("missing", missing);
        }
    }

    /** A nonce: a text of 1 to 64 characters, or a whole number, which means the same. @throws Refusal 400 */
    static String nonce(@Nullable JsonNode node) {
        if (node != null && node.isIntegralNumber()) {
            return node.asText();
        }
        return Asked.demand("nonce", node, MAX_NONCE);
    }

    /** The key and the signature of a request. @throws Refusal 400 for a key that is none */
    static Signer signer(@Nullable JsonNode publicKey, @Nullable JsonNode signature) {
        return Signer.of(Asked.demand("public_key", publicKey, MAX_HEX), Asked.demand("signature", signature, MAX_HEX));
    }

    /** The proposal of this number. @throws Refusal 404 when there is none */
    static Proposal proposal(Governance governance, long id) {
        return governance
                .proposal(id)
                .orElseThrow(() -> new Refusal(404, "PROPOSAL_NOT_FOUND", "There is no proposal " + id));
    }
}
