package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/attest/key}: shows, sets, takes away or unfreezes the key that may attest for an identity. */
public final class PostAdminAttestKey extends Endpoint<PostAdminAttestKey.Request, PostAdminAttestKey.Answer> {
    private static final Set<String> ACTIONS = Set.of("status", "unpin", "set", "unfreeze");

    private final AdminKey admin;
    private final PinDesk pins;

    public PostAdminAttestKey() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminAttestKey(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.pins = new PinDesk(aws);
    }

    /**
     * @param action {@code status}, {@code unpin}, {@code set} or {@code unfreeze}
     * @param publicKey the key to {@code set}, 64 hexadecimal digits
     */
    public record Request(
            @Nullable JsonNode miner,
            @Nullable JsonNode action,
            @Nullable JsonNode publicKey) {}

    /**
     * @param generation how often operators changed the pin
     * @param pinFrozen whether attestations are kept from pinning a key
     * @param pinnedPubkey null when no key is pinned
     */
    public record Answer(
            boolean ok,
            String miner,
            long generation,
            boolean pinFrozen,
            @Nullable String pinnedPubkey) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        MinerId miner = Fields.miner("miner", request.miner());
        Profile profile = switch (Fields.word("action", request.action(), ACTIONS, null)) {
            case "set" -> pins.set(miner, Fields.publicKey("public_key", request.publicKey()), call.epochSecond());
            case "unpin" -> pins.unpin(miner);
            case "unfreeze" -> pins.unfreeze(miner);
            default -> pins.status(miner);
        };
        return new Answer(
                true,
                miner.value(),
                profile.pinGeneration(),
                profile.pinFrozen(),
                profile.pinnedKey().orElse(null));
    }
}
