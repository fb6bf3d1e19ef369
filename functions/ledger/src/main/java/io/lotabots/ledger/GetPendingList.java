package io.lotabots.ledger;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /pending/list}: the pending transfers of one wallet for anyone, of all wallets for operators. */
public final class GetPendingList extends Endpoint<GetPendingList.Request, GetPendingList.Answer> {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 100;

    /** Newest movements of a wallet among which its transfers are looked for. */
    private static final int MAX_READ = 1000;

    private static final Set<String> STATUSES = Set.of("pending", "all");

    private final AdminKey admin;
    private final DynamoStore store;
    private final History history;
    private final ListLimit perAddress;

    public GetPendingList() {
        this(Aws.of(Env.ofFunction()));
    }

    GetPendingList(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.store = new DynamoStore(aws);
        this.history = new History(aws);
        this.perAddress = new ListLimit(aws, "pending");
    }

    /**
     * @param minerId a wallet; without one only operators are answered
     * @param status {@code pending} unless told, or {@code all}, which takes a wallet
     * @param limit 1 to 500, 100 unless told
     */
    public record Request(
            @Nullable String minerId,
            @Nullable String status,
            @Nullable String limit) {}

    /**
     * @param stalePendingCount how many of those listed should have been confirmed by now
     * @param maxConfirmOverdueSeconds by how much the longest overdue of those listed is
     */
    public record Answer(
            boolean ok,
            int count,
            List<PendingRow> pending,
            int stalePendingCount,
            long maxConfirmOverdueSeconds,
            boolean overdueStatsMeasured,
            @Nullable String overdueStatsError) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = request.minerId();
        boolean ofAll = miner == null || miner.isEmpty();
        if (ofAll) {
            admin.demand(call, 401);
        } else {
            perAddress.take(call);
        }
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        String status = request.status() == null || request.status().isEmpty() ? "pending" : request.status();
        if (!STATUSES.contains(status) || (ofAll && status.equals("all"))) {
            throw Asked.invalid("status", "must be pending, or all together with miner_id");
        }
        List<Transfer> transfers = ofAll
                ? store.pending(call.epochSecond(), limit)
                : of(Asked.wallet("miner_id", miner), status.equals("all"), limit);
        List<Transfer> overdue = PendingRow.overdue(transfers, call.epochSecond());
        return new Answer(
                true,
                transfers.size(),
                transfers.stream().map(PendingRow::of).toList(),
                overdue.size(),
                PendingRow.longest(overdue, call.epochSecond()),
                true,
                null);
    }

    private List<Transfer> of(String wallet, boolean all, int limit) {
        List<Long> ids = history.movements(wallet, all ? limit : MAX_READ).stream()
                .map(History.Movement::pendingId)
                .toList();
        Map<Long, Transfer> byId = store.byId(ids);
        return ids.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .filter(transfer -> all || transfer.status() == Transfer.Status.PENDING)
                .limit(limit)
                .toList();
    }
}
