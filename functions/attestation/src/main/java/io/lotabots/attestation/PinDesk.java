package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;

/**
 * What an operator may do to a pinned key. Each change names the generation that it was decided upon, so that of two
 * operators at once exactly one succeeds.
 */
final class PinDesk {
    private final Miners miners;

    PinDesk(Aws aws) {
        this.miners = new Miners(aws);
    }

    Profile status(MinerId miner) {
        return miners.read(miner.value()).profile();
    }

    /** Takes the pin away; no attestation pins a key by itself until {@link #set} or {@link #unfreeze}. */
    Profile unpin(MinerId miner) {
        return change(
                miner,
                Expression.of("SET #pin_frozen = :one REMOVE #pinned_key ADD #pin_generation :one")
                        .with(":one", 1));
    }

    /** Lets the next signed attestation pin its key again. */
    Profile unfreeze(MinerId miner) {
        return change(
                miner,
                Expression.of("SET #pin_frozen = :zero ADD #pin_generation :one")
                        .with(":zero", 0)
                        .with(":one", 1));
    }

    /** Pins {@code key}. @throws Refusal 400 when the identity is an address that derives from another key */
    Profile set(MinerId miner, String key, long now) {
        String derived = RtcAddress.of(HexFormat.of().parseHex(key)).value();
        if (miner.isAddress() && !derived.equals(miner.value())) {
            throw new Refusal(
                    400, "PUBKEY_ADDRESS_MISMATCH", "public_key does not derive to the address of this miner");
        }
        return change(
                miner,
                Expression.of("SET #pinned_key = :key, #pinned_at = :now, #pin_frozen = :zero ADD #pin_generation :one")
                        .with(":key", key)
                        .with(":now", now)
                        .with(":zero", 0)
                        .with(":one", 1));
    }

    private Profile change(MinerId miner, Expression change) {
        Profile before = status(miner);
        Expression unchanged = before.pinGeneration() == 0
                ? Expression.of("attribute_not_exists(#pin_generation)")
                : Expression.of("#pin_generation = :read").with(":read", before.pinGeneration());
        if (!miners.table()
                .update(Profile.key(miner.value()), change, unchanged)
                .done()) {
            throw new Refusal(
                            409, "PIN_CHANGED", "The pin of this miner was changed meanwhile; look at it and try again")
                    .with("generation", before.pinGeneration());
        }
        return status(miner);
    }
}
