package io.lotabots.identity;

import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code GET /api/v1/me/api-key}: issues the caller's one key without a name, as Haithe's clients ask for it. */
public final class GetApiV1MeApiKey extends Endpoint<Nothing, Envelope<OnlyKey.Issued>> {
    private final OnlyKey key;
    private final Callers callers;

    public GetApiV1MeApiKey() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1MeApiKey(Aws aws) {
        super(Nothing.class, Wire.HAITHE);
        this.key = new OnlyKey(aws);
        this.callers = new Callers(aws);
    }

    @Override
    protected Envelope<OnlyKey.Issued> answer(Nothing request, Call call) {
        return key.issue(callers.required(call), call);
    }
}
