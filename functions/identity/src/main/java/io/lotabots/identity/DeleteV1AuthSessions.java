package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /v1/auth/sessions/{session_id}}: ends one session of the caller; {@code DELETE /v1/auth/sessions} ends all of
 * them, the one that asks with the others.
 */
public final class DeleteV1AuthSessions extends Endpoint<DeleteV1AuthSessions.Request, DeleteV1AuthSessions.Answer> {
    private final Owners owners;
    private final Sessions sessions;
    private final AuditLog audit;

    public DeleteV1AuthSessions() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1AuthSessions(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param sessionId 32 hexadecimal digits; all sessions when the path has none */
    public record Request(@Nullable String sessionId) {}

    /** @param ended how many sessions were open and are not any more */
    public record Answer(int ended) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = owners.required(call);
        if (request.sessionId() == null) {
            audit.write(call, ended(caller, "all"));
            return new Answer(sessions.endAll(caller.account()));
        }
        if (!Sessions.ID.matcher(request.sessionId()).matches()
                || !sessions.end(caller.account(), request.sessionId())) {
            throw new Refusal(404, "NO_SESSION", "You have no open session of this id");
        }
        audit.write(call, ended(caller, request.sessionId()));
        return new Answer(1);
    }

    private static AuditEvent ended(Caller caller, String session) {
        return AuditEvent.ofAccount(caller.account(), "session.ended", session).with(caller.credential());
    }
}
