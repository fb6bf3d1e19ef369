package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/clients/{client_id}/secrets}: a second secret, so that the first can be replaced without a pause. */
public final class PostV1ClientsSecrets extends Endpoint<PostV1ClientsSecrets.Request, Reply>
        implements Answering<PostV1ClientsSecrets.Answer> {
    private final Owners owners;
    private final ClientBook clients;
    private final AuditLog audit;

    public PostV1ClientsSecrets() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1ClientsSecrets(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.clients = new ClientBook(aws);
        this.audit = new AuditLog(aws);
    }

    public record Request(@Nullable String clientId) {}

    /** @param clientSecret shown here alone */
    public record Answer(String clientId, String clientSecret, String secretId, long createdAt) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        Client client = clients.find(caller.account(), Fields.matching("client_id", request.clientId(), ClientBook.ID));
        ClientBook.Made made = clients.addSecret(client, call.epochSecond());
        audit.write(
                call,
                AuditEvent.ofAccount(caller.account(), "client-secret.added", client.clientId())
                        .because(made.kept().id())
                        .with(caller.credential()));
        return Reply.json(
                201,
                new Answer(
                        client.clientId(),
                        made.secret(),
                        made.kept().id(),
                        made.kept().createdAt()));
    }
}
