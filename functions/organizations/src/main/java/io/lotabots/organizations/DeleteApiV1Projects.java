package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/projects/{id}}: deletes a project; it can be brought back for 30 days. */
public final class DeleteApiV1Projects extends DeskEndpoint<DeleteApiV1Projects.Request, Envelope<Project>> {
    public DeleteApiV1Projects() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1Projects(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Project> answer(Request request, Call call) {
        Item row = new Projects(desk).delete(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Project deleted; it can be restored for 30 days", Project.of(row));
    }
}
