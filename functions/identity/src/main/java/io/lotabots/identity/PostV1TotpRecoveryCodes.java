package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code POST /v1/totp/recovery-codes}: ten new recovery codes in place of all earlier ones. */
public final class PostV1TotpRecoveryCodes extends Endpoint<Nothing, PostV1TotpRecoveryCodes.Answer> {
    private final Owners owners;
    private final SecondFactors factors;
    private final AuditLog audit;

    public PostV1TotpRecoveryCodes() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1TotpRecoveryCodes(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.factors = new SecondFactors(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param recoveryCodes shown here alone */
    public record Answer(List<String> recoveryCodes) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.fresh(call);
        if (!caller.secondFactor()) {
            throw new Refusal(
                    403, "SECOND_FACTOR_REQUIRED", "Sign in with the second factor for this: this session did not");
        }
        List<String> codes = factors.newRecoveryCodes(caller.account(), call.epochSecond());
        audit.write(
                call,
                AuditEvent.ofAccount(caller.account(), "recovery-codes.replaced", "")
                        .with(caller.credential()));
        return new Answer(codes);
    }
}
