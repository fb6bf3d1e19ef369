package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;

/** {@code DELETE /v1/totp}: turns one-time passwords off, and forgets the recovery codes. */
public final class DeleteV1Totp extends Endpoint<Nothing, DeleteV1Totp.Answer> {
    private final Owners owners;
    private final SecondFactors factors;
    private final SignInChanges changes;

    public DeleteV1Totp() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1Totp(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.factors = new SecondFactors(aws);
        this.changes = new SignInChanges(aws);
    }

    /** @param endedSessions how many other sessions were ended */
    public record Answer(int endedSessions) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.fresh(call);
        if (!caller.secondFactor()) {
            throw new Refusal(
                    403,
                    "SECOND_FACTOR_REQUIRED",
                    "Sign in with the second factor to turn it off: this session did not");
        }
        if (!factors.remove(caller.account())) {
            throw new Refusal(404, "NO_SECOND_FACTOR", "One-time passwords are not on");
        }
        return new Answer(changes.endOthers(
                caller,
                AuditEvent.ofAccount(caller.account(), "second-factor.removed", "totp"),
                Letters.Kind.SECOND_FACTOR_REMOVED,
                call));
    }
}
