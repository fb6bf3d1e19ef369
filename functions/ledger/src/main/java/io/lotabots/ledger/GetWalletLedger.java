package io.lotabots.ledger;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.JournalEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /wallet/ledger}: the newest movements of money between wallets, each as what it changed. */
public final class GetWalletLedger extends Endpoint<GetWalletLedger.Request, GetWalletLedger.Answer> {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 100;

    private final AdminKey admin;
    private final Journal journal;
    private final Chain chain;

    public GetWalletLedger() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWalletLedger(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.journal = new Journal(aws);
        this.chain = Chain.of(aws.env());
    }

    /** @param limit at most so many movements, 1 to 500, 100 unless told; each has one or two rows */
    public record Request(@Nullable String limit) {}

    public record Answer(boolean ok, int count, List<Row> items) {}

    /**
     * @param ts seconds since 1970
     * @param deltaI64 micro-RTC by which the wallet changed
     * @param reason {@code transfer_out:}, {@code transfer_in:} or {@code genesis:}, the other wallet, the hash
     */
    public record Row(long ts, long epoch, String minerId, long deltaI64, BigDecimal deltaRtc, String reason) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        List<Row> rows = journal.newest(GetWalletLedger::moves, limit).stream()
                .flatMap(this::rows)
                .toList();
        return new Answer(true, rows.size(), rows);
    }

    private static boolean moves(JournalEntry entry) {
        return entry.step() == JournalEntry.Step.CONFIRM || entry.step() == JournalEntry.Step.GENESIS;
    }

    private Stream<Row> rows(JournalEntry entry) {
        if (entry.step() == JournalEntry.Step.GENESIS) {
            return Stream.of(row(entry, entry.to(), entry.amount(), "genesis:" + entry.txHash()));
        }
        return Stream.of(
                row(entry, entry.from(), -entry.amount(), "transfer_out:" + entry.to() + ":" + entry.txHash()),
                row(entry, entry.to(), entry.amount(), "transfer_in:" + entry.from() + ":" + entry.txHash()));
    }

    private Row row(JournalEntry entry, String wallet, long delta, String reason) {
        long at = Math.floorDiv(entry.atMillis(), 1000L);
        return new Row(at, chain.epochAt(at), wallet, delta, Rtc.shown(delta), reason);
    }
}
