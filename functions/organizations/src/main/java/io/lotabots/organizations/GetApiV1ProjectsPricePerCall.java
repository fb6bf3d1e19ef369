package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/projects/{id}/price-per-call}: what a call of a project costs beside the model. */
public final class GetApiV1ProjectsPricePerCall
        extends DeskEndpoint<GetApiV1ProjectsPricePerCall.Request, Envelope<GetApiV1ProjectsPricePerCall.Answer>> {
    public GetApiV1ProjectsPricePerCall() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1ProjectsPricePerCall(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    /**
     * @param totalPricePerCall in units of 10<sup>-18</sup> of the currency
     * @param totalPricePerCallAtomic the same as text, for clients whose numbers are not exact
     */
    public record Answer(BigInteger totalPricePerCall, String totalPricePerCallAtomic) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        Standing standing =
                desk.standings().project(call, desk.caller(call), Fields.id(request.id()), Action.READ_PROJECT);
        Project project = Project.of(standing.project());
        return Envelope.of("Price per call", new Answer(project.pricePerCall(), project.pricePerCallAtomic()));
    }
}
