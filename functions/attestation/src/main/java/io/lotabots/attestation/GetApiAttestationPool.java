package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/attestation-pool}: how many miners attested lately, and on what. Counts of miners are exact; what needs
 * their rows is exact for up to 1000 active miners and estimated from 1000 of them beyond.
 */
public final class GetApiAttestationPool extends Endpoint<GetApiAttestationPool.Request, GetApiAttestationPool.Answer> {
    private static final long HISTORY_SECONDS = 86_400;

    private final Listing listing;
    private final Rotation rotation;
    private final ListLimit perAddress;

    public GetApiAttestationPool() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiAttestationPool(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.listing = new Listing(aws);
        this.rotation = new Rotation(aws);
        this.perAddress = new ListLimit(aws, "pool");
    }

    /** Nothing is asked. */
    public record Request() {}

    /** @param history empty: no history of single attestations is kept */
    public record Answer(
            boolean ok,
            long generatedAt,
            Pool pool,
            List<Arch> byDeviceArch,
            List<String> history,
            Sample sample,
            Tables tables,
            Windows windows) {}

    /**
     * @param knownMiners who attested within a day, as of the last frozen rotation or now, whichever is more
     * @param staleMiners those of them who are not active
     * @param recentAttestations24h attestations of the last 24 hours by the miners that are active
     * @param avgEntropyActive null when nobody is active, as are the times
     */
    public record Pool(
            long activeMiners,
            long knownMiners,
            long staleMiners,
            long fingerprintPassedActive,
            @JsonProperty("recent_attestations_24h") long recentAttestations24h,
            @Nullable Double avgEntropyActive,
            @Nullable Long newestActiveAttest,
            @Nullable Long oldestActiveAttest) {}

    /** @param count active miners on this architecture */
    public record Arch(String deviceFamily, String deviceArch, long count) {}

    /** @param miners how many rows the figures were made of; all when it is {@code of} */
    public record Sample(int miners, int of) {}

    /** Which kinds of rows the platform keeps. */
    public record Tables(boolean minerAttestRecent, boolean minerAttestHistory) {}

    public record Windows(long activeSeconds, long historySeconds) {}

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        List<Presence.Present> active = listing.active(call.epochMilli());
        Pooled pooled = Pooled.of(
                listing.machines(Pooled.sampled(active)), active.size(), Math.floorDiv(call.epochSecond(), 3600L));
        long known = Math.max(rotation.size(), active.size());
        return new Answer(
                true,
                call.epochSecond(),
                new Pool(
                        active.size(),
                        known,
                        known - active.size(),
                        pooled.passed(),
                        pooled.attestations(),
                        pooled.meanEntropy(),
                        pooled.newest(),
                        pooled.oldest()),
                pooled.archs(),
                List.of(),
                new Sample(pooled.machines(), active.size()),
                new Tables(true, false),
                new Windows(Presence.ACTIVE_SECONDS, HISTORY_SECONDS));
    }
}
