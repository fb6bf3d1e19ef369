package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/attestations/{attestation_id}}: a result as it was answered, for thirty days. Who knows its id may read it. */
public final class GetV1Attestations extends Endpoint<GetV1Attestations.Request, Reply> {
    private final Results results;

    public GetV1Attestations() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Attestations(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.results = new Results(aws);
    }

    public record Request(@Nullable String attestationId) {}

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("attestation_id", request.attestationId(), Results.ID);
        return results.find(id, call.epochSecond())
                .map(result -> Reply.text(200, "application/json", result.answer() + "\n"))
                .orElseThrow(
                        () -> new Refusal(404, "NO_ATTESTATION", "There is no result of this id, or not any more"));
    }
}
