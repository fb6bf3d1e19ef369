package io.lotabots.attestation;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;

/** {@code GET /ops/oui/enforce}: whether the list of denied vendors is enforced at all. */
public final class GetOpsOuiEnforce extends Endpoint<GetOpsOuiEnforce.Request, GetOpsOuiEnforce.Answer> {
    private final AdminKey admin;
    private final Denials denials;

    public GetOpsOuiEnforce() {
        this(Aws.of(Env.ofFunction()));
    }

    GetOpsOuiEnforce(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.denials = new Denials(aws);
    }

    /** Nothing is asked. */
    public record Request() {}

    /** @param enforce 1 or 0 */
    public record Answer(boolean ok, int enforce) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        return new Answer(true, denials.enforced() ? 1 : 0);
    }
}
