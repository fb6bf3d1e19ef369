package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/projects/{id}/products}: the products that a project uses: none, as long as nothing is sold. */
public final class GetApiV1ProjectsProducts
        extends DeskEndpoint<GetApiV1ProjectsProducts.Request, Envelope<GetApiV1ProjectsProducts.Answer>> {
    public GetApiV1ProjectsProducts() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1ProjectsProducts(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    public record Answer(List<Long> productIds) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        desk.standings().project(call, desk.caller(call), Fields.id(request.id()), Action.READ_PROJECT);
        return Envelope.of("Products", new Answer(List.of()));
    }
}
