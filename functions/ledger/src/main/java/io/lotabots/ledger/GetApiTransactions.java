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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/transactions}: the newest transfers of the network, newest first. */
public final class GetApiTransactions extends Endpoint<GetApiTransactions.Request, GetApiTransactions.Answer> {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_OFFSET = 800;

    private final DynamoStore store;
    private final Transfers transfers;
    private final Journal journal;
    private final Chain chain;
    private final ListLimit perAddress;

    public GetApiTransactions() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiTransactions(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
        this.transfers = TransferAnswers.transfers(aws);
        this.journal = new Journal(aws);
        this.chain = Chain.of(aws.env());
        this.perAddress = new ListLimit(aws, "transactions");
    }

    /**
     * @param limit rows of a page, 1 to 200, 50 unless told
     * @param offset rows before the page, 0 to 800
     */
    public record Request(@Nullable String limit, @Nullable String offset) {}

    /**
     * @param total how many transfers there are; when {@code hasMore}, how many are known to be
     * @param hasMore whether older ones follow
     */
    public record Answer(boolean ok, int count, int total, boolean hasMore, List<Row> transactions) {}

    /**
     * @param timestamp seconds since 1970 of its submission
     * @param confirmedAt seconds since 1970, null while it is not confirmed
     * @param epoch the epoch in which it was submitted
     * @param source {@code signed} by the sender, or {@code admin}
     */
    public record Row(
            String txHash,
            String from,
            String to,
            long amountI64,
            BigDecimal amountRtc,
            String status,
            String source,
            long timestamp,
            @Nullable Long confirmedAt,
            long epoch) {}

    @Override
    protected Answer answer(Request request, Call call) {
        perAddress.take(call);
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Asked.number("offset", request.offset(), 0, MAX_OFFSET, 0);
        List<JournalEntry> newest =
                journal.newest(entry -> entry.step() == JournalEntry.Step.SUBMIT, offset + limit + 1);
        List<JournalEntry> page = newest.stream().skip(offset).limit(limit).toList();
        Map<Long, Transfer> byId = store.byId(
                page.stream().map(entry -> Transfer.pendingId(entry.txHash())).toList());
        List<Row> rows = page.stream()
                .map(entry -> row(entry, byId.get(Transfer.pendingId(entry.txHash()))))
                .toList();
        return new Answer(true, rows.size(), newest.size(), newest.size() > offset + rows.size(), rows);
    }

    private Row row(JournalEntry entry, @Nullable Transfer numbered) {
        // The number of a transfer whose hash begins like another's is not that of its hash.
        Optional<Transfer> transfer = Optional.ofNullable(numbered)
                .filter(found -> found.txHash().equals(entry.txHash()))
                .or(() -> transfers.find(entry.txHash()));
        long at = Math.floorDiv(entry.atMillis(), 1000L);
        return new Row(
                entry.txHash(),
                entry.from(),
                entry.to(),
                entry.amount(),
                Rtc.shown(entry.amount()),
                transfer.map(TransferAnswers::status).orElse("unknown"),
                entry.nonce() > 0 ? "signed" : "admin",
                at,
                transfer.filter(found -> found.status() == Transfer.Status.CONFIRMED)
                        .map(Transfer::decidedAt)
                        .orElse(null),
                chain.epochAt(at));
    }
}
