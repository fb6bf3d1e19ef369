package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/balance}: what an organisation has to spend: nothing, as long as nothing is sold. */
public final class GetApiV1OrgsBalance
        extends DeskEndpoint<GetApiV1OrgsBalance.Request, Envelope<GetApiV1OrgsBalance.Answer>> {
    public GetApiV1OrgsBalance() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsBalance(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    /**
     * @param balance in units of 10<sup>-18</sup> of the currency
     * @param balanceAtomic the same as text, for clients whose numbers are not exact
     */
    public record Answer(long balance, String balanceAtomic) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_MONEY);
        return Envelope.of("Balance", new Answer(0, "0"));
    }
}
