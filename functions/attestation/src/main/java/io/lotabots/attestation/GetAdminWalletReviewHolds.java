package io.lotabots.attestation;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /admin/wallet-review-holds}: the reviews of wallets, newest first. */
public final class GetAdminWalletReviewHolds
        extends Endpoint<GetAdminWalletReviewHolds.Request, GetAdminWalletReviewHolds.Answer> {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_STATUS = 32;

    private final AdminKey admin;
    private final Holds holds;

    public GetAdminWalletReviewHolds() {
        this(Aws.of(Env.ofFunction()));
    }

    GetAdminWalletReviewHolds(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.holds = new Holds(aws);
    }

    /**
     * @param status only those in this state; looked for among the newest 1000
     * @param limit 1 to 500, 100 unless told
     */
    public record Request(@Nullable String status, @Nullable String limit) {}

    public record Answer(boolean ok, int count, List<Entry> entries) {}

    /**
     * @param createdAt seconds since 1970, as is {@code reviewedAt}
     * @param reviewedAt 0 while nobody decided over it
     */
    public record Entry(
            long id,
            String wallet,
            String status,
            String reason,
            String coachNote,
            String reviewerNote,
            long createdAt,
            long reviewedAt) {
        static Entry of(Holds.Hold h) {
            return new Entry(
                    h.id(),
                    h.wallet(),
                    h.status(),
                    h.reason(),
                    h.coachNote(),
                    h.reviewerNote(),
                    h.createdAtEpochSecond(),
                    h.reviewedAtEpochSecond());
        }
    }

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int limit = Fields.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        Optional<String> status = Optional.ofNullable(request.status()).filter(s -> !s.isEmpty());
        if (status.filter(s -> s.length() > MAX_STATUS).isPresent()) {
            throw Fields.invalid("status", "must have at most " + MAX_STATUS + " characters");
        }
        List<Entry> entries =
                holds.newest(status, limit).stream().map(Entry::of).toList();
        return new Answer(true, entries.size(), entries);
    }
}
