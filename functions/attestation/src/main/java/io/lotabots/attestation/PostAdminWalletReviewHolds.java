package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/wallet-review-holds}: opens a review of a wallet; from then on its submissions are refused. */
public final class PostAdminWalletReviewHolds
        extends Endpoint<PostAdminWalletReviewHolds.Request, PostAdminWalletReviewHolds.Answer> {
    /** Longest reason, in characters; it stands in the wallet's row, which every submission reads. */
    private static final int MAX_REASON = 200;

    private static final int MAX_NOTE = 400;

    private final AdminKey admin;
    private final Holds holds;

    public PostAdminWalletReviewHolds() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminWalletReviewHolds(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.holds = new Holds(aws);
    }

    /**
     * @param status {@code needs_review} (unless told), {@code held}, {@code escalated} or {@code blocked}
     * @param reason 1 to 200 characters
     * @param coachNote what the owner is told to do, at most 400 characters
     */
    public record Request(
            @Nullable JsonNode wallet,
            @Nullable JsonNode status,
            @Nullable JsonNode reason,
            @Nullable JsonNode coachNote) {}

    public record Answer(boolean ok, long id, String wallet, String status, String reason) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        Holds.Hold hold = holds.open(
                Fields.miner("wallet", request.wallet()).value(),
                Fields.word("status", request.status(), Holds.OPEN, "needs_review"),
                Fields.text("reason", request.reason(), MAX_REASON),
                Fields.optionalText("coach_note", request.coachNote(), MAX_NOTE).orElse(""),
                call.epochSecond());
        return new Answer(true, hold.id(), hold.wallet(), hold.status(), hold.reason());
    }
}
