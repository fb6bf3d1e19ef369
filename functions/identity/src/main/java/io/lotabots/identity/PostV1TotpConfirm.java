package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/totp/confirm}: turns one-time passwords on, hands out recovery codes and ends other sessions. */
public final class PostV1TotpConfirm extends Endpoint<PostV1TotpConfirm.Request, PostV1TotpConfirm.Answer> {
    private final Owners owners;
    private final CodeLimit codes;
    private final SecondFactors factors;
    private final SignInChanges changes;

    public PostV1TotpConfirm() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1TotpConfirm(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.codes = new CodeLimit(aws);
        this.factors = new SecondFactors(aws);
        this.changes = new SignInChanges(aws);
    }

    /** @param code six digits of the authenticator */
    public record Request(@Nullable String code) {}

    /**
     * @param recoveryCodes ten codes that stand in for the authenticator, each once; shown here alone
     * @param endedSessions how many other sessions were ended
     */
    public record Answer(List<String> recoveryCodes, int endedSessions) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        String code = Fields.code("code", request.code());
        codes.take(caller.account(), call);
        if (!factors.confirm(caller.account(), code, call.epochSecond())) {
            throw new Refusal(400, "INVALID_CODE", "This code is wrong or expired, or no secret waits for one");
        }
        List<String> recovery = factors.newRecoveryCodes(caller.account(), call.epochSecond());
        int ended = changes.endOthers(
                caller,
                AuditEvent.ofAccount(caller.account(), "second-factor.added", "totp"),
                Letters.Kind.SECOND_FACTOR_ADDED,
                call);
        return new Answer(recovery, ended);
    }
}
