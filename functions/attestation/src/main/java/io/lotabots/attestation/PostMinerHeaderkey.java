package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Written;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /miner/headerkey}: registers or revokes the key under which a miner's headers are accepted. */
public final class PostMinerHeaderkey extends Endpoint<PostMinerHeaderkey.Request, PostMinerHeaderkey.Answer> {
    private static final String REGISTER = "register";
    private static final String REVOKE = "revoke";

    private final AdminKey admin;
    private final Miners miners;

    public PostMinerHeaderkey() {
        this(Aws.of(Env.ofFunction()));
    }

    PostMinerHeaderkey(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.miners = new Miners(aws);
    }

    /** @param action {@code register} (unless told) or {@code revoke}, which names the key that it takes away */
    public record Request(
            @Nullable JsonNode minerId,
            @Nullable JsonNode pubkeyHex,
            @Nullable JsonNode action) {}

    /** @param pubkeyHex the key that was registered or revoked */
    public record Answer(boolean ok, String minerId, String pubkeyHex, String action) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 403);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Fields.miner("miner_id", request.minerId()).value();
        String key = Fields.publicKey("pubkey_hex", request.pubkeyHex());
        String action = Fields.word("action", request.action(), Set.of(REGISTER, REVOKE), REGISTER);
        if (action.equals(REGISTER)) {
            miners.table()
                    .update(
                            Profile.key(miner),
                            Expression.of("SET #header_key = :key").with(":key", key));
        } else {
            revoke(miner, key);
        }
        return new Answer(true, miner, key, action);
    }

    private void revoke(String miner, String key) {
        Written written = miners.table()
                .update(
                        Profile.key(miner),
                        Expression.of("REMOVE #header_key"),
                        Expression.of("#header_key = :key").with(":key", key));
        if (!written.done()) {
            throw new Refusal(404, "HEADER_KEY_NOT_FOUND", "This key is not registered for this miner")
                    .with("error", "header key not found");
        }
    }
}
