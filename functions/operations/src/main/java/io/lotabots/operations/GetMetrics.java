package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}: figures of the chain for Prometheus. There is no series per miner: their number has no bound.
 * Requests, errors and durations are counted in CloudWatch, where every instance's counts meet.
 */
public final class GetMetrics extends Endpoint<Nothing, Reply> {
    private final Chain chain;
    private final Checkup checkup;
    private final Records records;

    public GetMetrics() {
        this(Aws.of(Env.ofFunction()));
    }

    GetMetrics(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.checkup = new Checkup(aws);
        this.records = new Records(aws);
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        long now = call.epochSecond();
        Vitals vitals = checkup.take(now);
        Long enrolled = vitals.database() ? records.enrolled(chain.epochAt(now)) : null;
        return exposition(vitals, enrolled, chain, now).reply();
    }

    static Exposition exposition(Vitals vitals, @Nullable Long enrolled, Chain chain, long now) {
        return new Exposition()
                .gauge("rustchain_current_epoch", "Epoch at the time of this answer", chain.epochAt(now))
                .gauge("rustchain_current_slot", "Slot at the time of this answer", chain.slotAt(now))
                .gauge("rustchain_enrolled_miners", "Identities enrolled in the current epoch", enrolled)
                .gauge(
                        "rustchain_tip_age_slots",
                        "Slots since the slot of the newest block header",
                        vitals.tipAgeSlots(chain.slotAt(now)))
                .gauge(
                        "rustchain_tip_age_seconds",
                        "Seconds since the newest block header was accepted",
                        vitals.tipAgeSeconds(now))
                .gauge("rustchain_uptime_seconds", "Seconds since the chain was recorded", vitals.uptimeSeconds(now))
                .gauge("rustchain_db_rw", "1 when the database took a write and gave it back", vitals.database())
                .gauge(
                        "rustchain_backup_age_seconds",
                        "Seconds since the latest moment to which all measured tables can be restored",
                        vitals.backupAgeSeconds(now))
                .gauge("rustchain_healthy", "1 when /health answers 200", vitals.well(now));
    }
}
