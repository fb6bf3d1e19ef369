package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.access.Standings;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/clients}: makes a program that gets tokens with a secret of its own. */
public final class PostV1Clients extends Endpoint<PostV1Clients.Request, Reply>
        implements Answering<PostV1Clients.Answer> {
    private final Owners owners;
    private final ClientBook clients;
    private final Standings standings;
    private final AuditLog audit;

    public PostV1Clients() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Clients(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.clients = new ClientBook(aws);
        this.standings = new Standings(aws);
        this.audit = new AuditLog(aws);
    }

    /**
     * @param scopes what it may at most, at least one
     * @param organization the uid of the one organisation that it is for; any when absent, or that of the project
     * @param project the uid of the one project that it is for; any when absent
     */
    public record Request(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @Nullable String organization,
            @Nullable String project) {}

    /** @param clientSecret shown here alone */
    public record Answer(
            String clientId, String clientSecret, String secretId, String name, List<String> scopes, long createdAt) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        Reach reach = Reach.of(request.scopes(), request.organization(), request.project(), standings, caller, call);
        ClientBook.Made made = clients.add(
                new Client(
                        caller.account(),
                        ClientBook.newId(),
                        Fields.name("name", request.name()),
                        reach.scopes(),
                        reach.organization(),
                        reach.project(),
                        List.of(),
                        0,
                        call.epochSecond()),
                call.epochSecond());
        audit.write(
                call,
                AuditEvent.ofAccount(
                                caller.account(), "client.added", made.client().clientId())
                        .with(caller.credential()));
        return Reply.json(
                201,
                new Answer(
                        made.client().clientId(),
                        made.secret(),
                        made.kept().id(),
                        made.client().name(),
                        made.client().scopes(),
                        made.client().createdAt()));
    }
}
