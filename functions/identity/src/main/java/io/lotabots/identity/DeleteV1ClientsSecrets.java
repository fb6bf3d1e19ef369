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

/**
 * {@code DELETE /v1/clients/{client_id}/secrets/{secret_id}}: removes a secret. Tokens that were had with either secret count
 * no more: the program gets new ones with the other.
 */
public final class DeleteV1ClientsSecrets
        extends Endpoint<DeleteV1ClientsSecrets.Request, DeleteV1ClientsSecrets.Answer> {
    private final Owners owners;
    private final ClientBook clients;
    private final ClientTokens tokens;
    private final AuditLog audit;

    public DeleteV1ClientsSecrets() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1ClientsSecrets(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.clients = new ClientBook(aws);
        this.tokens = new ClientTokens(aws);
        this.audit = new AuditLog(aws);
    }

    public record Request(
            @Nullable String clientId, @Nullable String secretId) {}

    /** @param removed always true */
    public record Answer(String clientId, String secretId, boolean removed) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        Client client = clients.find(caller.account(), Fields.matching("client_id", request.clientId(), ClientBook.ID));
        String secret = Fields.matching("secret_id", request.secretId(), ClientBook.SECRET_ID);
        clients.removeSecret(client, secret);
        tokens.endAll(client);
        audit.write(
                call,
                AuditEvent.ofAccount(caller.account(), "client-secret.removed", client.clientId())
                        .because(secret)
                        .with(caller.credential()));
        return new Answer(client.clientId(), secret, true);
    }
}
