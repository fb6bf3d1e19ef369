package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/orgs/{id}/transfer}: offers an organisation to an account, which becomes its owner when it
 * accepts.
 */
public final class PostApiV1OrgsTransfer
        extends DeskEndpoint<PostApiV1OrgsTransfer.Request, Envelope<PostApiV1OrgsTransfer.Answer>> {
    public PostApiV1OrgsTransfer() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsTransfer(Aws aws) {
        super(Request.class, aws);
    }

    /** @param walletAddress the account that may accept */
    public record Request(@Nullable Long id, @Nullable String walletAddress) {}

    /** @param expiresAt until when it can be accepted */
    public record Answer(long orgId, String walletAddress, String expiresAt) {}

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        long id = Fields.id(request.id());
        long until = new Transfers(desk).offer(call, caller, id, account);
        return Envelope.of("Offered", new Answer(id, account, Fields.time(until)));
    }
}
