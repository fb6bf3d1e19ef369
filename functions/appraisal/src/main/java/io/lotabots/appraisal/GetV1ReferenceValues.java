package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/reference-values/{format}}: what claims of a format are allowed to be. */
public final class GetV1ReferenceValues extends Endpoint<GetV1ReferenceValues.Request, GetV1ReferenceValues.Answer> {
    private final AdminKey admin;
    private final Kinds kinds = AllKinds.kinds();
    private final ReferenceValues references;

    public GetV1ReferenceValues() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1ReferenceValues(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toRead(aws);
        this.references = new ReferenceValues(aws);
    }

    public record Request(@Nullable String format) {}

    public record Answer(String format, List<ReferenceValues.Row> references) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String format =
                kinds.named(request.format() == null ? "" : request.format()).name();
        return new Answer(format, references.rows(format));
    }
}
