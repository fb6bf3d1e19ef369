package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /v1/keys}: the caller's API keys, newest first. */
public final class GetV1Keys extends Endpoint<Nothing, GetV1Keys.Answer> {
    private final Owners owners;
    private final Keys keys;

    public GetV1Keys() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Keys(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.keys = new Keys(aws);
    }

    public record Answer(List<ShownKey> keys) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        String account = owners.required(call).account();
        return new Answer(keys.list(account).stream().map(ShownKey::of).toList());
    }
}
