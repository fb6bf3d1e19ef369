package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/projects/{id}/restore}: brings a deleted project back. */
public final class PostApiV1ProjectsRestore extends DeskEndpoint<PostApiV1ProjectsRestore.Request, Envelope<Project>> {
    public PostApiV1ProjectsRestore() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1ProjectsRestore(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Project> answer(Request request, Call call) {
        Item row = new Projects(desk).restore(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Project restored", Project.of(row));
    }
}
