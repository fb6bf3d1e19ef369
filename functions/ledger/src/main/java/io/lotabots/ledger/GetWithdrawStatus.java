package io.lotabots.ledger;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /withdraw/status/{withdrawal_id}}: where a withdrawal stands. None was ever accepted here. */
public final class GetWithdrawStatus extends Endpoint<GetWithdrawStatus.Request, Reply> {
    private final AdminKey admin;

    public GetWithdrawStatus() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWithdrawStatus(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
    }

    /** @param withdrawalId the name of a withdrawal */
    public record Request(@Nullable String withdrawalId) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        throw new Refusal(404, "WITHDRAWAL_NOT_FOUND", "There is no withdrawal of this name")
                .with("error", "Withdrawal not found");
    }
}
