package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code POST /api/v1/auth/logout}: ends the session that asks. */
public final class PostApiV1AuthLogout extends Endpoint<Nothing, Envelope<Envelope.Empty>> {
    private final Owners owners;
    private final Sessions sessions;
    private final AuditLog audit;

    public PostApiV1AuthLogout() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1AuthLogout(Aws aws) {
        super(Nothing.class, Wire.HAITHE);
        this.owners = new Owners(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
    }

    @Override
    protected Envelope<Envelope.Empty> answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        sessions.end(caller.account(), caller.credential());
        audit.write(call, AuditEvent.ofAccount(caller.account(), "session.ended", caller.credential()));
        return Envelope.done("Logout successful");
    }
}
