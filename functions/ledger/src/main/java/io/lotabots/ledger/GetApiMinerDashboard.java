package io.lotabots.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.HourCounts;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/miner_dashboard/{miner_id}}: what a miner's own page shows: when it attested, and what it earned. */
public final class GetApiMinerDashboard extends Endpoint<GetApiMinerDashboard.Request, GetApiMinerDashboard.Answer> {
    private static final long HOUR_SECONDS = 3600;

    /** Newest changes of the miner's page of earnings that are looked at; older rewards are told by its history. */
    private static final int MAX_REWARDS = 20;

    private final Aws aws;
    private final Store store;
    private final History history;
    private final Chain chain;
    private final ListLimit perAddress;

    public GetApiMinerDashboard() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiMinerDashboard(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.aws = aws;
        this.store = new DynamoStore(aws);
        this.history = new History(aws);
        this.chain = Chain.of(aws.env());
        this.perAddress = new ListLimit(aws, "dashboard");
    }

    public record Request(@Nullable String minerId) {}

    /**
     * @param attestTimeline24h the hours of the last 24 in which it attested, oldest first
     * @param epochParticipation epochs that paid it, and those not yet sealed in which it is known to be enrolled
     * @param balanceRtc what it owns, pending transfers included
     * @param totalEarnedRtc what sealed epochs ever paid it; {@code rewardEvents} is how many did
     * @param rewardHistory the newest rewards, newest first
     */
    public record Answer(
            boolean ok,
            String minerId,
            long generatedAt,
            @JsonProperty("attest_timeline_24h") List<Hour> attestTimeline24h,
            long epochParticipation,
            BigDecimal balanceRtc,
            BigDecimal totalEarnedRtc,
            long rewardEvents,
            List<Reward> rewardHistory) {}

    /** @param hourBucket the second (since 1970) at which the hour began */
    public record Hour(long hourBucket, int count) {}

    /**
     * @param shareI64 micro-RTC, the same as {@code shareRtc}
     * @param timestamp the second (since 1970) at which the epoch ended
     */
    public record Reward(long epoch, long shareI64, BigDecimal shareRtc, long timestamp) {}

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        String miner = Asked.wallet("miner_id", request.minerId());
        List<Attested.Machine> machines = Attested.of(aws, miner).machines();
        Balance balance = Balance.of(store, miner);
        Optional<Head> head = store.head();
        long sealed = head.map(Head::epoch).orElse(-1L);
        long enrolled = machines.stream()
                .mapToLong(Attested.Machine::epoch)
                .filter(epoch -> epoch > sealed)
                .distinct()
                .count();
        return new Answer(
                true,
                miner,
                call.epochSecond(),
                timeline(machines, call.epochSecond()),
                Math.addExact(balance.paidEpochs(), enrolled),
                Rtc.shown(balance.total()),
                Rtc.shown(balance.earned()),
                balance.paidEpochs(),
                rewards(balance, sealed));
    }

    private List<Reward> rewards(Balance balance, long sealed) {
        if (balance.paidEpochs() == 0) {
            return List.of();
        }
        return history.rewards(balance.wallet().slot(), sealed, MAX_REWARDS).stream()
                .map(reward -> new Reward(
                        reward.epoch(), reward.share(), Rtc.shown(reward.share()), chain.epochEndsAt(reward.epoch())))
                .toList();
    }

    static List<Hour> timeline(List<Attested.Machine> machines, long now) {
        long newest = HourCounts.hourOf(now);
        List<Hour> hours = new ArrayList<>();
        for (long hour = newest - HourCounts.HOURS + 1; hour <= newest; hour++) {
            int count = 0;
            for (Attested.Machine machine : machines) {
                count += machine.hours().count(hour);
            }
            if (count > 0) {
                hours.add(new Hour(hour * HOUR_SECONDS, count));
            }
        }
        return hours;
    }
}
