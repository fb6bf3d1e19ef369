package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/auth/logout}: ends the session of the access token that is shown, or of a refresh token in the body. It is
 * done when it answers, and doing it again changes nothing.
 */
public final class PostV1AuthLogout extends Endpoint<PostV1AuthLogout.Request, Reply> {
    private final SignInLimit limit;
    private final Callers callers;
    private final Sessions sessions;
    private final AuditLog audit;

    public PostV1AuthLogout() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthLogout(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "logout");
        this.callers = new Callers(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param refreshToken of the session, where the access token has expired */
    public record Request(@Nullable String refreshToken) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        if (request.refreshToken() != null) {
            sessions.endOf(request.refreshToken()).ifPresent(token -> tell(token.account(), token.session(), call));
        } else {
            var caller = callers.required(call).requireSession();
            sessions.end(caller.account(), caller.credential());
            tell(caller.account(), caller.credential(), call);
        }
        return new Reply(204, "application/json", "", Map.of());
    }

    private void tell(String account, String session, Call call) {
        audit.write(call, AuditEvent.ofAccount(account, "session.ended", session));
    }
}
