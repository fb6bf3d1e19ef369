package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/models}: the models that an organisation uses and that can be called. */
public final class GetApiV1OrgsModels extends DeskEndpoint<GetApiV1OrgsModels.Request, Listed<List<Model>>> {
    public GetApiV1OrgsModels() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsModels(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Listed<List<Model>> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_ORGANIZATION);
        return Listed.whole("Models", new Models(desk).of(id));
    }
}
