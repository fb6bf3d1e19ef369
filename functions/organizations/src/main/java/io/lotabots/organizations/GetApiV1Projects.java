package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/projects/{id}}: a project. */
public final class GetApiV1Projects extends DeskEndpoint<GetApiV1Projects.Request, Envelope<Project>> {
    public GetApiV1Projects() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1Projects(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Project> answer(Request request, Call call) {
        Standing standing =
                desk.standings().project(call, desk.caller(call), Fields.id(request.id()), Action.READ_PROJECT);
        return Envelope.of("Project", Project.of(standing.project()));
    }
}
