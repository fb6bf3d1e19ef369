package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/miner_dashboard/{miner_id}}: what a miner's own page shows. Until the ledger exists no wallet has
 * earned or holds anything, so balances are 0.0 and the reward fields empty.
 */
public final class GetApiMinerDashboard extends Endpoint<GetApiMinerDashboard.Request, GetApiMinerDashboard.Answer> {
    private static final long HOUR_SECONDS = 3600;

    private final Miners miners;

    public GetApiMinerDashboard() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiMinerDashboard(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.miners = new Miners(aws);
    }

    public record Request(@Nullable String minerId) {}

    /**
     * @param attestTimeline24h the hours of the last 24 in which it attested, oldest first
     * @param epochParticipation epochs in which the kept machines are known to have been enrolled, at least
     */
    public record Answer(
            boolean ok,
            String minerId,
            long generatedAt,
            @JsonProperty("attest_timeline_24h") List<Hour> attestTimeline24h,
            long epochParticipation,
            BigDecimal balanceRtc,
            BigDecimal totalEarnedRtc,
            int rewardEvents,
            List<String> rewardHistory) {}

    /** @param hourBucket the second (since 1970) at which the hour began */
    public record Hour(long hourBucket, int count) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Identities.required("miner_id", request.minerId()).value();
        List<Machine> machines = miners.read(miner).machines();
        return new Answer(
                true,
                miner,
                call.epochSecond(),
                timeline(machines, call.epochSecond()),
                machines.stream().mapToLong(Machine::enrolledEpoch).distinct().count(),
                Rtc.shown(0),
                Rtc.shown(0),
                0,
                List.of());
    }

    static List<Hour> timeline(List<Machine> machines, long now) {
        long newest = Math.floorDiv(now, HOUR_SECONDS);
        List<Hour> hours = new ArrayList<>();
        for (long hour = newest - SubmissionWindow.HOURS + 1; hour <= newest; hour++) {
            int count = 0;
            for (Machine machine : machines) {
                count += machine.submissions().count(hour);
            }
            if (count > 0) {
                hours.add(new Hour(hour * HOUR_SECONDS, count));
            }
        }
        return hours;
    }
}
