package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/clients}: the caller's programs, without their secrets. */
public final class GetV1Clients extends Endpoint<Nothing, GetV1Clients.Answer> {
    private final Owners owners;
    private final ClientBook clients;

    public GetV1Clients() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Clients(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.clients = new ClientBook(aws);
    }

    public record Answer(List<Program> clients) {}

    /**
     * One program.
     *
     * @param organization the uid of the one organisation that it is for; null for any
     * @param project the uid of the one project that it is for; null for any
     * @param secrets those that work
     */
    public record Program(
            String clientId,
            String name,
            List<String> scopes,
            @Nullable String organization,
            @Nullable String project,
            List<Kept> secrets,
            long createdAt) {}

    /** A secret, by its name alone. */
    public record Kept(String secretId, long createdAt) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        return new Answer(clients.of(caller.account()).stream()
                .map(client -> new Program(
                        client.clientId(),
                        client.name(),
                        client.scopes(),
                        client.organization(),
                        client.project(),
                        client.secrets().stream()
                                .map(secret -> new Kept(secret.id(), secret.createdAt()))
                                .toList(),
                        client.createdAt()))
                .toList());
    }
}
