package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.TpmAttest;
import io.lotabots.evidence.tpm.TpmPublic;
import io.lotabots.evidence.tpm.TpmSignature;
import io.lotabots.platform.Call;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What agents of Keylime authenticate with: a token for who proves that it holds the attestation key of its TPM, by having the
 * TPM certify that key with itself for a challenge ({@code tpm_pop}: TPM2_Certify, TPM 2.0 Library, Part 3, section 18.2). The
 * row of the agent keeps the token's SHA-256 alone, and one token at a time.
 */
final class KeylimeTokens {
    /** Seconds. */
    static final int LIFETIME = 900;

    private static final String BEARER = "Bearer ";
    private static final int SECRET_BYTES = 32;
    private static final int MOST_HEADER = 256;

    private final Table agents;

    KeylimeTokens(Aws aws) {
        this.agents = aws.table("AGENTS");
    }

    /**
     * A token.
     *
     * @param expiresAt seconds since 1970
     */
    record Token(String text, long expiresAt) {}

    /** What an agent makes its proof for: the nonce as text. */
    static String challenge(Sessions.Session session) {
        return Base64.getEncoder().encodeToString(session.nonce());
    }

    /**
     * Whether the TPM of an agent made the proof.
     *
     * @param message TPMS_ATTEST with the challenge, its bytes or its text, as qualifying data
     * @param signature TPMT_SIGNATURE
     */
    static boolean proves(KeylimeAgents.Agent agent, Sessions.Session session, byte[] message, byte[] signature) {
        try {
            TpmPublic key = TpmPublic.of(agent.akPublic());
            TpmAttest certified = TpmAttest.certify(message);
            byte[] text = challenge(session).getBytes(StandardCharsets.US_ASCII);
            boolean fresh = Digests.sameBytes(certified.extraData(), session.nonce())
                    || Digests.sameBytes(certified.extraData(), text);
            return fresh
                    && certified.body() instanceof TpmAttest.Certify itself
                    && Digests.sameBytes(itself.name(), key.name())
                    && TpmSignature.of(signature).verify(key, message);
        } catch (EvidenceRefused unreadable) {
            return false;
        }
    }

    /** A new token in place of the one before it. @throws Refusal 409 when the agent changes its key right now */
    Token issue(KeylimeAgents.Agent agent, String session, long now) {
        String text = session + "." + Fields.base64(RandomBytes.of(SECRET_BYTES));
        long until = Math.addExact(now, LIFETIME);
        Written written = agents.update(
                Item.of("agent_id", agent.id()),
                Expression.of("SET #token = :token, #token_until = :until")
                        .with(":token", Digests.sha256Hex(text))
                        .with(":until", until),
                Expression.of("#ak_name = :name").with(":name", agent.akName()));
        if (!written.done()) {
            throw new Refusal(409, "AGENT_CHANGED", "The agent registers again right now; try again");
        }
        return new Token(text, until);
    }

    /**
     * Keeps the token good of an agent that attests: agents of Keylime use theirs until it is refused. It is prolonged when less
     * than half of its time is left, unless the agent has another one by then.
     */
    boolean prolonged(KeylimeAgents.Agent agent, long now) {
        return !agent.token().isEmpty()
                && agent.tokenUntil() - now < LIFETIME / 2
                && agents.update(
                                Item.of("agent_id", agent.id()),
                                Expression.of("SET #token_until = :until").with(":until", Math.addExact(now, LIFETIME)),
                                Expression.of("#token = :token").with(":token", agent.token()))
                        .done();
    }

    /**
     * Lets an agent through that shows its token, or that never asked for one since it registered.
     *
     * @throws Refusal 401 for another's token, one that has run out, and none where there is one
     */
    static void demand(Call call, KeylimeAgents.Agent agent) {
        Optional<String> shown = call.header("authorization");
        if (shown.isEmpty() && agent.token().isEmpty()) {
            return;
        }
        boolean good = shown.filter(header -> header.startsWith(BEARER) && header.length() <= MOST_HEADER)
                .map(header ->
                        Digests.sha256Hex(header.substring(BEARER.length()).strip()))
                .filter(hash -> Digests.sameBytes(
                        hash.getBytes(StandardCharsets.US_ASCII), agent.token().getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
        if (!good || agent.tokenUntil() <= call.epochSecond()) {
            throw new Refusal(
                            401,
                            "TOKEN_REQUIRED",
                            "This agent authenticates: its token must be in Authorization, ask for one at"
                                    + " POST /v3.0/sessions")
                    .header("WWW-Authenticate", "Bearer");
        }
    }
}
