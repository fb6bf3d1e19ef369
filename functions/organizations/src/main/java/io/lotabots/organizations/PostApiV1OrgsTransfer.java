package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/orgs/{id}/transfer}: offers an organisation to an account, which becomes its owner when it
 * accepts.
 */
public final class PostApiV1OrgsTransfer
        extends Endpoint<PostApiV1OrgsTransfer.Request, Envelope<PostApiV1OrgsTransfer.Answer>> {
    private final Desk desk;

    public PostApiV1OrgsTransfer() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsTransfer(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /** @param walletAddress the account that may accept */
    public record Request(@Nullable Long id, @Nullable String walletAddress) {}

    /** @param expiresAt until when it can be accepted */
    public record Answer(long orgId, String walletAddress, String expiresAt) {}

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        long id = Fields.id(request.id());
        long until = new Transfers(desk).offer(call, caller, id, account);
        return Envelope.of("Offered", new Answer(id, account, Fields.time(until)));
    }
}
