package io.lotabots.identity;

import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code POST /api/v1/me/api-key/disable}: deletes the caller's one key without a name, if there is one. */
public final class PostApiV1MeApiKeyDisable extends Endpoint<Nothing, Envelope<Envelope.Empty>> {
    private final Owners owners;
    private final Keys keys;
    private final AuditLog audit;

    public PostApiV1MeApiKeyDisable() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1MeApiKeyDisable(Aws aws) {
        super(Nothing.class, Wire.HAITHE);
        this.owners = new Owners(aws);
        this.keys = new Keys(aws);
        this.audit = new AuditLog(aws);
    }

    @Override
    protected Envelope<Envelope.Empty> answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        keys.removeOnly(caller.account()).ifPresent(keyId -> audit.write(call, OnlyKey.deleted(caller, keyId)));
        return Envelope.done("API key disabled");
    }
}
