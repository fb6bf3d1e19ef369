package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /pending/confirm}: confirms what is due at once, as the schedule does each minute. */
public final class PostPendingConfirm extends Endpoint<PostPendingConfirm.Request, PostPendingConfirm.Answer> {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 100;

    private final AdminKey admin;
    private final Transfers transfers;

    public PostPendingConfirm() {
        this(Aws.of(Env.ofFunction()));
    }

    PostPendingConfirm(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.transfers = TransferAnswers.transfers(aws);
    }

    /** @param limit at most so many are confirmed, 1 to 500, 100 unless told */
    public record Request(@Nullable JsonNode limit) {}

    /**
     * @param selectedCount how many were due, at most {@code limit}
     * @param stalePendingCountBefore the same; {@code stalePendingCount} is how many of them are left
     * @param maxConfirmOverdueSecondsBefore by how much the longest overdue was
     */
    public record Answer(
            boolean ok,
            int confirmedCount,
            List<Long> confirmedIds,
            @Nullable List<String> errors,
            int limit,
            int selectedCount,
            int stalePendingCountBefore,
            int stalePendingCount,
            long maxConfirmOverdueSecondsBefore,
            long maxConfirmOverdueSeconds,
            boolean overdueStatsMeasuredBefore,
            boolean overdueStatsMeasured,
            @Nullable String overdueStatsError) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        long now = call.epochSecond();
        List<Transfer> due = transfers.store().due(now, limit);
        List<Transfer> confirmed = transfers.confirm(due, now);
        List<Transfer> left =
                confirmed.size() == due.size() ? List.of() : transfers.store().due(now, limit);
        return new Answer(
                true,
                confirmed.size(),
                confirmed.stream().map(Transfer::pendingId).toList(),
                null,
                limit,
                due.size(),
                due.size(),
                left.size(),
                PendingRow.longest(due, now),
                PendingRow.longest(left, now),
                true,
                true,
                null);
    }
}
