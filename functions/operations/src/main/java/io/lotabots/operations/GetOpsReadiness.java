package io.lotabots.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /ops/readiness}: whether the chain moves; 503 when its newest header is older than 1200 s or there is none.
 * Who shows the operator's key is told each check.
 */
public final class GetOpsReadiness extends Endpoint<Nothing, Reply> {
    private final Checkup checkup;
    private final AdminKey admin;

    public GetOpsReadiness() {
        this(Aws.of(Env.ofFunction()));
    }

    GetOpsReadiness(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.checkup = new Checkup(aws);
        this.admin = AdminKey.toRead(aws);
    }

    /** @param checks left out for who does not show the operator's key */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(boolean ok, @Nullable List<Readiness.Check> checks) {}

    @Override
    protected Reply answer(Nothing request, Call call) {
        boolean operator = admin.recognises(call);
        Readiness readiness = Readiness.of(checkup.readOnly(), call.epochSecond());
        return Reply.json(readiness.ok() ? 200 : 503, new Answer(readiness.ok(), operator ? readiness.checks() : null));
    }
}
