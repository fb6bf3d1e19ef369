package io.lotabots.identity;

import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code POST /api/v1/me/api-key/disable}: deletes the caller's one key without a name, if there is one. */
public final class PostApiV1MeApiKeyDisable extends Endpoint<Nothing, Envelope<Envelope.Empty>> {
    private final Callers callers;
    private final Keys keys;

    public PostApiV1MeApiKeyDisable() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1MeApiKeyDisable(Aws aws) {
        super(Nothing.class, Wire.HAITHE);
        this.callers = new Callers(aws);
        this.keys = new Keys(aws);
    }

    @Override
    protected Envelope<Envelope.Empty> answer(Nothing request, Call call) {
        keys.removeOnly(callers.required(call).requireSession().account());
        return Envelope.done("API key disabled");
    }
}
