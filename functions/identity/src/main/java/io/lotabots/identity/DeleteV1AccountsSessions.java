package io.lotabots.identity;

import io.lotabots.access.Accounts;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /v1/accounts/{account}/sessions}: an operator ends every session of an account, its programs' tokens among
 * them, as when it is suspected to be taken.
 */
public final class DeleteV1AccountsSessions
        extends Endpoint<DeleteV1AccountsSessions.Request, DeleteV1AccountsSessions.Answer> {
    private final AdminKey admin;
    private final Sessions sessions;
    private final AuditLog audit;

    public DeleteV1AccountsSessions() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1AccountsSessions(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
    }

    public record Request(@Nullable String account) {}

    /** @param ended how many sessions there were; 0 too for an account that nobody has */
    public record Answer(String account, int ended) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String account = Optional.ofNullable(request.account())
                .flatMap(Accounts::of)
                .orElseThrow(() -> Fields.invalid("account", "must be the name of an account, 0x... or usr_..."));
        int ended = sessions.endAll(account);
        audit.write(call, AuditEvent.ofAccount(account, "session.ended", "all").by("operator"));
        return new Answer(account, ended);
    }
}
