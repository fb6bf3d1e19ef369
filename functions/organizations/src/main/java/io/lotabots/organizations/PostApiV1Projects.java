package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/projects}: makes a project in an organisation. */
public final class PostApiV1Projects extends DeskEndpoint<PostApiV1Projects.Request, Envelope<Project>> {
    public PostApiV1Projects() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1Projects(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param orgId the organisation
     * @param name 1 to 64 letters, unlike those of its other projects
     */
    public record Request(@Nullable Long orgId, @Nullable String name) {}

    @Override
    protected Envelope<Project> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long organization = Fields.id("org_id", request.orgId());
        Item row = new Projects(desk).create(call, caller, organization, Names.of(request.name()));
        return Envelope.of("Project made", Project.of(row));
    }
}
