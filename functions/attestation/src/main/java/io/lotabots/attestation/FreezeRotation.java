package io.lotabots.attestation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Map;

/**
 * Scheduled every minute: freezes the rotation once per slot from the miners of the last day. Only what came since the
 * last freeze is read, so that a slot costs the same however long the platform has run.
 */
public final class FreezeRotation implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final long DAY_SECONDS = 86_400;

    private final Chain chain;
    private final Presence presence;
    private final Rotation rotation;

    public FreezeRotation() {
        this(Aws.of(Env.ofFunction()));
    }

    FreezeRotation(Aws aws) {
        this.chain = Chain.of(aws.env());
        this.presence = new Presence(aws);
        this.rotation = new Rotation(aws);
    }

    /** @param event {@code time}, when the run was scheduled (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long now = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long slot = chain.slotAt(now);
        Rotation.Frozen before = rotation.newest();
        if (before.slot() >= slot) {
            return Map.of("frozen", false, "slot", slot, "size", before.size());
        }
        long bucket = Presence.bucket(now);
        long oldest = Presence.bucket(now - DAY_SECONDS);
        Map<String, Long> members = before.members();
        for (long b = Math.max(oldest, before.bucket() - 1); b <= bucket; b++) {
            for (Presence.Present present : presence.in(b)) {
                members.merge(present.miner(), b, Math::max);
            }
        }
        members.values().removeIf(last -> last < oldest);
        boolean frozen = rotation.freeze(slot, bucket, members);
        return Map.of("frozen", frozen, "slot", slot, "size", members.size());
    }
}
