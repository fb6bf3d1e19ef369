package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Refusal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** {@code PATCH /api/v1/projects/{id}}: changes what is given of a project. */
public final class PatchApiV1Projects extends DeskEndpoint<PatchApiV1Projects.Request, Envelope<Project>> {
    public PatchApiV1Projects() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchApiV1Projects(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param name 1 to 64 letters, unlike those of the organisation's other projects
     * @param searchEnabled whether its models may search
     * @param memoryEnabled whether its models remember
     * @param defaultModelId a model that the organisation uses
     * @param pricePerCall in units of 10<sup>-18</sup> of the currency, 0 to 10<sup>36</sup>; a number, or its decimal text
     */
    public record Request(
            @Nullable Long id,
            @Nullable String name,
            @Nullable Boolean searchEnabled,
            @Nullable Boolean memoryEnabled,
            @Nullable Long defaultModelId,
            @Nullable BigInteger pricePerCall) {}

    @Override
    protected Envelope<Project> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String name = request.name() == null ? null : Names.of(request.name());
        Projects.Settings settings = new Projects.Settings(
                name,
                request.searchEnabled(),
                request.memoryEnabled(),
                request.defaultModelId(),
                Fields.price("price_per_call", request.pricePerCall()));
        if (settings.none()) {
            throw new Refusal(400, "NOTHING_TO_CHANGE", "No fields provided to update");
        }
        Item row = new Projects(desk).change(call, caller, Fields.id(request.id()), settings);
        return Envelope.of("Project changed", Project.of(row));
    }
}
