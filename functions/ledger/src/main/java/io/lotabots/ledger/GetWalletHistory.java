package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.JournalEntry;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /wallet/history}: transfers of a wallet, pending ones too, and what epochs paid it; newest first. */
public final class GetWalletHistory extends Endpoint<GetWalletHistory.Request, GetWalletHistory.Answer> {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_OFFSET = 9_800;

    /** Newest epochs whose rewards are listed; older ones are told by {@code /rewards/epoch/{n}}. */
    private static final int MAX_EPOCHS = 400;

    private final DynamoStore store;
    private final History history;
    private final Chain chain;
    private final ListLimit perAddress;

    public GetWalletHistory() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWalletHistory(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
        this.history = new History(aws);
        this.chain = Chain.of(aws.env());
        this.perAddress = new ListLimit(aws, "history");
    }

    /**
     * @param minerId the wallet, as is {@code address}
     * @param limit rows of a page, 1 to 200, 50 unless told
     * @param offset rows before the page, 0 to 9800
     */
    public record Request(
            @Nullable String minerId,
            @Nullable String address,
            @Nullable String limit,
            @Nullable String offset) {}

    /**
     * @param total how many rows there are; when {@code hasMore}, how many are known to be
     * @param hasMore whether rows follow those of this page
     */
    public record Answer(boolean ok, String minerId, long total, boolean hasMore, List<Row> transactions) {}

    /**
     * @param type {@code transfer_in}, {@code transfer_out}, {@code reward} or {@code ledger}
     * @param amount RTC
     * @param epoch the epoch that paid it, or in which it was confirmed; null while it is neither
     * @param timestamp seconds since 1970
     */
    public record Row(
            String type,
            BigDecimal amount,
            long amountI64,
            @Nullable Long epoch,
            long timestamp,
            @Nullable String txHash,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason,
            String status) {}

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        String asked = request.minerId() == null ? request.address() : request.minerId();
        String wallet = Asked.wallet("miner_id", asked);
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Asked.number("offset", request.offset(), 0, MAX_OFFSET, 0);
        int wanted = offset + limit;
        Balance balance = Balance.of(store, wallet);
        List<History.Movement> movements = history.movements(wallet, wanted + 1);
        List<History.Reward> rewards = rewards(balance, wanted + 1);
        Map<Long, Transfer> transfers =
                store.byId(movements.stream().map(History.Movement::pendingId).toList());
        List<Row> rows = Stream.concat(
                        movements.stream().map(m -> row(wallet, m, transfers.get(m.pendingId()))),
                        rewards.stream().map(this::row))
                .sorted(Comparator.comparingLong(Row::timestamp).reversed())
                .toList();
        List<Row> page = rows.stream().skip(offset).limit(limit).toList();
        return new Answer(
                true, wallet, movements.size() + balance.paidEpochs(), rows.size() > offset + page.size(), page);
    }

    private List<History.Reward> rewards(Balance balance, int wanted) {
        long slot = balance.wallet().slot();
        return slot < 0 || balance.earned() == 0
                ? List.of()
                : store.head()
                        .map(head -> history.rewards(slot, head.epoch(), Math.min(wanted, MAX_EPOCHS)))
                        .orElse(List.of());
    }

    private Row row(String wallet, History.Movement movement, @Nullable Transfer transfer) {
        boolean genesis = movement.step() == JournalEntry.Step.GENESIS;
        boolean out = movement.from().equals(wallet);
        return new Row(
                genesis ? "ledger" : out ? "transfer_out" : "transfer_in",
                Rtc.shown(movement.amount()),
                movement.amount(),
                transfer == null || transfer.status() != Transfer.Status.CONFIRMED
                        ? null
                        : (Long) chain.epochAt(transfer.decidedAt()),
                Math.floorDiv(movement.atMillis(), 1000L),
                movement.txHash(),
                genesis ? null : movement.from(),
                movement.to(),
                genesis ? "genesis" : transfer == null ? null : transfer.memo(),
                transfer == null ? "confirmed" : TransferAnswers.status(transfer));
    }

    private Row row(History.Reward reward) {
        return new Row(
                "reward",
                Rtc.shown(reward.share()),
                reward.share(),
                reward.epoch(),
                chain.epochEndsAt(reward.epoch()),
                null,
                null,
                null,
                "epoch " + reward.epoch(),
                "confirmed");
    }
}
