package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /v1/clients/{client_id}}: removes a program of the caller; its tokens count no more. */
public final class DeleteV1Clients extends Endpoint<DeleteV1Clients.Request, DeleteV1Clients.Answer> {
    private final Owners owners;
    private final ClientBook clients;
    private final ClientTokens tokens;
    private final AuditLog audit;

    public DeleteV1Clients() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1Clients(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.clients = new ClientBook(aws);
        this.tokens = new ClientTokens(aws);
        this.audit = new AuditLog(aws);
    }

    public record Request(@Nullable String clientId) {}

    /** @param removed always true */
    public record Answer(String clientId, boolean removed) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        Client client = clients.find(caller.account(), Fields.matching("client_id", request.clientId(), ClientBook.ID));
        clients.remove(client);
        tokens.endAll(client);
        audit.write(
                call,
                AuditEvent.ofAccount(caller.account(), "client.removed", client.clientId())
                        .with(caller.credential()));
        return new Answer(client.clientId(), true);
    }
}
