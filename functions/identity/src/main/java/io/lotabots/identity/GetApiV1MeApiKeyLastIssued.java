package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code GET /api/v1/me/api-key/last-issued}: when the caller's one key without a name was issued. */
public final class GetApiV1MeApiKeyLastIssued extends Endpoint<Nothing, Envelope<GetApiV1MeApiKeyLastIssued.Data>> {
    private final Owners owners;
    private final Keys keys;

    public GetApiV1MeApiKeyLastIssued() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1MeApiKeyLastIssued(Aws aws) {
        super(Nothing.class, Wire.HAITHE);
        this.owners = new Owners(aws);
        this.keys = new Keys(aws);
    }

    /** @param issuedAt seconds since 1970; 0 when there is none */
    public record Data(long issuedAt) {}

    @Override
    protected Envelope<Data> answer(Nothing request, Call call) {
        String account = owners.required(call).account();
        return Envelope.of("When the API key was issued", new Data(keys.issuedOnly(account)));
    }
}
