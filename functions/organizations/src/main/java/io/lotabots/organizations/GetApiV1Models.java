package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import java.util.List;

/** {@code GET /api/v1/models}: the models there are. */
public final class GetApiV1Models extends DeskEndpoint<Nothing, Listed<List<Model>>> {
    private final List<Model> models = Models.read();

    public GetApiV1Models() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1Models(Aws aws) {
        super(Nothing.class, aws);
    }

    @Override
    protected Listed<List<Model>> answer(Nothing request, Call call) {
        return Listed.whole("Models", models);
    }
}
