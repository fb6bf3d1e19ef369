package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/expenditure}: what an organisation spent: nothing, as long as nothing is sold. */
public final class GetApiV1OrgsExpenditure
        extends DeskEndpoint<GetApiV1OrgsExpenditure.Request, Envelope<GetApiV1OrgsExpenditure.Answer>> {
    public GetApiV1OrgsExpenditure() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsExpenditure(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    /**
     * @param expenditure in units of 10<sup>-18</sup> of the currency
     * @param expenditureAtomic the same as text, for clients whose numbers are not exact
     */
    public record Answer(long expenditure, String expenditureAtomic) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_MONEY);
        return Envelope.of("Expenditure", new Answer(0, "0"));
    }
}
