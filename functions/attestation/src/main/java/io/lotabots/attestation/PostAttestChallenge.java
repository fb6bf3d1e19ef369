package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /attest/challenge}: a nonce for one attestation, bound to a miner when one is named. */
public final class PostAttestChallenge extends Endpoint<PostAttestChallenge.Request, PostAttestChallenge.Answer> {
    private final Challenges challenges;
    private final RateLimit perAddress;

    public PostAttestChallenge() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAttestChallenge(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.challenges = new Challenges(aws);
        this.perAddress = new RateLimit(
                aws.table("LIMITS"),
                "challenge",
                Math.toIntExact(aws.env().number("CHALLENGES_PER_ADDRESS_PER_MINUTE")),
                60,
                "CHALLENGE_RATE_LIMIT");
    }

    /** @param miner the identity to bind to, which is paid; {@code minerId} in its absence; neither gives a nonce for anyone */
    public record Request(
            @Nullable JsonNode miner, @Nullable JsonNode minerId) {}

    /** @param nonce 64 hexadecimal digits, usable once until {@code expiresAt} (seconds since 1970) */
    public record Answer(
            String nonce, long expiresAt, @Nullable String boundMiner, long serverTime, boolean ok) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Optional<String> miner = Identities.optional("miner", request.miner())
                .or(() -> Identities.optional("miner_id", request.minerId()));
        perAddress.take(call.sourceNetwork(), call.epochSecond());
        Challenges.Challenge challenge = challenges.issue(miner.map(MinerId::reading), call.epochSecond());
        return new Answer(
                challenge.nonce(), challenge.expiresAtEpochSecond(), miner.orElse(null), call.epochSecond(), true);
    }
}
