package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/wallet-review-holds/{hold_id}/resolve}: decides over an open review of a wallet. */
public final class PostAdminWalletReviewHoldsResolve
        extends Endpoint<PostAdminWalletReviewHoldsResolve.Request, PostAdminWalletReviewHoldsResolve.Answer> {
    private static final int MAX_NOTE = 400;
    private static final Map<String, String> STATUS_AFTER =
            Map.of("release", "released", "dismiss", "dismissed", "escalate", "escalated", "block", "blocked");

    private final AdminKey admin;
    private final Holds holds;

    public PostAdminWalletReviewHoldsResolve() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAdminWalletReviewHoldsResolve(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.holds = new Holds(aws);
    }

    /**
     * @param holdId the number of the review
     * @param action {@code release} or {@code dismiss} end it; {@code escalate} and {@code block} keep it open
     * @param reviewerNote for other operators, at most 400 characters
     */
    public record Request(
            @Nullable String holdId,
            @Nullable JsonNode action,
            @Nullable JsonNode reviewerNote) {}

    public record Answer(boolean ok, long id, String wallet, String status) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int id = Fields.number("hold_id", request.holdId(), 1, Integer.MAX_VALUE, 0);
        String action = Fields.word("action", request.action(), STATUS_AFTER.keySet(), null);
        String note = Fields.optionalText("reviewer_note", request.reviewerNote(), MAX_NOTE)
                .orElse("");
        Holds.Hold hold = holds.decide(id, STATUS_AFTER.getOrDefault(action, action), note, call.epochSecond());
        return new Answer(true, hold.id(), hold.wallet(), hold.status());
    }
}
