package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/balance}: what an organisation has to spend: nothing, as long as nothing is sold. */
public final class GetApiV1OrgsBalance
        extends Endpoint<GetApiV1OrgsBalance.Request, Envelope<GetApiV1OrgsBalance.Answer>> {
    private final Desk desk;

    public GetApiV1OrgsBalance() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsBalance(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    public record Request(@Nullable Long id) {}

    /**
     * @param balance in units of 10<sup>-18</sup> of the currency
     * @param balanceAtomic the same as text, for clients whose numbers are not exact
     */
    public record Answer(long balance, String balanceAtomic) {}

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_MONEY);
        return Envelope.of("Balance", new Answer(0, "0"));
    }
}
