package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/badge/{miner_id}}: a miner's state in the shape of a shields.io endpoint badge. */
public final class GetApiBadge extends Endpoint<GetApiBadge.Request, GetApiBadge.Answer> {
    private static final long DAY_SECONDS = 86_400;

    private final Miners miners;

    public GetApiBadge() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiBadge(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.miners = new Miners(aws);
    }

    public record Request(@Nullable String minerId) {}

    /** @param schemaVersion 1, the only version of the endpoint schema; its name is camel case there */
    public record Answer(
            @JsonProperty("schemaVersion") int schemaVersion, String label, String message, String color) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Identities.required("miner_id", request.minerId()).value();
        return badge(miners.read(miner).latest(), call.epochSecond());
    }

    /** The badge of a machine; what a sender named itself never gets into it. */
    static Answer badge(Optional<Machine> latest, long now) {
        if (latest.isEmpty()) {
            return new Answer(1, "RustChain", "unknown", "lightgrey");
        }
        Machine machine = latest.get();
        long age = now - machine.attestedAtEpochSecond();
        if (age >= DAY_SECONDS) {
            return new Answer(1, "RustChain", "inactive", "lightgrey");
        }
        String multiplier = Weights.text(machine.hardwareWeight()) + "x";
        if (!machine.passed()) {
            return new Answer(1, "RustChain", "unverified", "red");
        }
        return age < Presence.ACTIVE_SECONDS
                ? new Answer(1, "RustChain", "active " + multiplier, "brightgreen")
                : new Answer(1, "RustChain", "idle " + multiplier, "yellow");
    }
}
