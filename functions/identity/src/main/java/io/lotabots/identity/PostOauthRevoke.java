package io.lotabots.identity;

import io.lotabots.access.AccessTokens;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;

/**
 * {@code POST /oauth/revoke} (RFC 7009): ends the tokens of the program that calls. What is no token of its own is answered
 * the same way and ends nothing.
 */
public final class PostOauthRevoke extends Endpoint<Nothing, Reply> {
    private final SignInLimit limit;
    private final ClientLogin login;
    private final AccessTokens verifier;
    private final ClientTokens tokens;
    private final AuditLog audit;

    public PostOauthRevoke() {
        this(Aws.of(Env.ofFunction()));
    }

    PostOauthRevoke(Aws aws) {
        super(Nothing.class, Wire.OAUTH);
        this.limit = new SignInLimit(aws, "oauth-revoke");
        this.login = new ClientLogin(aws);
        this.verifier = new AccessTokens(aws);
        this.tokens = new ClientTokens(aws);
        this.audit = new AuditLog(aws);
    }

    @Override
    protected boolean bodyIsOpaque() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        Form form = Form.of(call);
        Client client = login.required(form, call);
        boolean own = verifier.verify(form.get("token"), call.epochSecond())
                .filter(content -> content.account().equals(client.account()))
                .filter(content -> ClientTokens.holds(client, content.session()))
                .isPresent();
        if (own) {
            tokens.endAll(client);
            audit.write(call, AuditEvent.ofAccount(client.account(), "token.revoked", client.clientId()));
        }
        return Reply.text(200, "application/json", "");
    }
}
