package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Leaf;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /rewards/epoch/{epoch}}: what an epoch paid to whom, in pages. An epoch that is not sealed paid nobody yet. */
public final class GetRewardsEpoch extends Endpoint<GetRewardsEpoch.Request, GetRewardsEpoch.Answer> {
    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    private final SettlementDesk desk;
    private final ListLimit perAddress;

    public GetRewardsEpoch() {
        this(Aws.of(Env.ofFunction()));
    }

    GetRewardsEpoch(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.desk = SettlementDesk.of(aws);
        this.perAddress = new ListLimit(aws, "rewards");
    }

    /**
     * @param epoch 0 or more; the last one that paid somebody when absent
     * @param limit rows of a page, 1 to 1000, 100 unless told
     * @param offset rows before the page, 0 unless told
     */
    public record Request(
            @Nullable String epoch,
            @Nullable String limit,
            @Nullable String offset) {}

    /**
     * @param settled whether the epoch is sealed, so that nothing of this will ever change
     * @param total rows in all
     * @param distributedUrtc what it paid in all, in micro-RTC; {@code distributedRtc} is the same in RTC
     * @param root digest of its signed root; null when it was sealed together with a later one, or is not sealed
     */
    public record Answer(
            boolean ok,
            long epoch,
            int limit,
            int offset,
            List<Reward> rewards,
            long total,
            boolean settled,
            long distributedUrtc,
            BigDecimal distributedRtc,
            @Nullable String root) {}

    /**
     * One share, by the order of the tree's leaves.
     *
     * @param shareI64 micro-RTC; {@code shareRtc} is the same in RTC
     * @param weight as enrolled
     */
    public record Reward(String minerId, long shareI64, BigDecimal shareRtc, BigDecimal weight) {
        static Reward of(Leaf leaf) {
            return new Reward(leaf.identity(), leaf.share(), Rtc.shown(leaf.share()), Weight.shown(leaf.weight()));
        }
    }

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Asked.number("offset", request.offset(), 0, Integer.MAX_VALUE, 0);
        Optional<Head> head = desk.store().head();
        int last = Math.toIntExact(Math.max(0, head.map(Head::paidEpoch).orElse(0L)));
        int epoch = Asked.number("epoch", request.epoch(), 0, Integer.MAX_VALUE, last);
        Optional<EpochRoot> root = desk.root(epoch, head);
        boolean settled = head.isPresent() && epoch <= head.get().epoch();
        List<Leaf> leaves = root.map(found -> desk.leaves(desk.sealed().manifest(found.manifest()), offset, limit))
                .orElse(List.of());
        long minted = root.map(EpochRoot::minted).orElse(0L);
        return new Answer(
                true,
                epoch,
                limit,
                offset,
                leaves.stream().map(Reward::of).toList(),
                root.map(EpochRoot::treeSize).orElse(0L),
                settled,
                minted,
                Rtc.shown(minted),
                root.map(EpochRoot::digest).orElse(null));
    }
}
