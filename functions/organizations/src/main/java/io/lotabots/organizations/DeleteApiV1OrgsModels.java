package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}/models}: lets an organisation use a model no more. */
public final class DeleteApiV1OrgsModels
        extends DeskEndpoint<DeleteApiV1OrgsModels.Request, Envelope<DeleteApiV1OrgsModels.Answer>> {
    public DeleteApiV1OrgsModels() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsModels(Aws aws) {
        super(Request.class, aws);
    }

    /** @param modelId one of {@code GET /api/v1/models} */
    public record Request(@Nullable Long id, @Nullable Long modelId) {}

    /** @param id the organisation, as Haithe's clients read it */
    public record Answer(long id) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long id = Fields.id(request.id());
        new Models(desk).withdraw(call, caller, id, Fields.id("model_id", request.modelId()));
        return Envelope.of("Model withdrawn", new Answer(id));
    }
}
