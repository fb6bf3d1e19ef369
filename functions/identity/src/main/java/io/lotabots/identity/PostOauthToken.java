package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code POST /oauth/token}: an access token for a program (RFC 6749, section 4.4, client credentials). */
public final class PostOauthToken extends Endpoint<Nothing, PostOauthToken.Answer> {
    private final SignInLimit limit;
    private final ClientLogin login;
    private final ClientTokens tokens;
    private final AuditLog audit;

    public PostOauthToken() {
        this(Aws.of(Env.ofFunction()));
    }

    PostOauthToken(Aws aws) {
        super(Nothing.class, Wire.OAUTH);
        this.limit = new SignInLimit(aws, "oauth-token");
        this.login = new ClientLogin(aws);
        this.tokens = new ClientTokens(aws);
        this.audit = new AuditLog(aws);
    }

    /**
     * @param expiresIn seconds for which it counts
     * @param scope what it may, parted by spaces
     */
    public record Answer(String accessToken, String tokenType, long expiresIn, String scope) {}

    @Override
    protected boolean bodyIsOpaque() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Nothing request, Call call) {
        Form form = Form.of(call);
        Client client = login.required(form, call);
        if (!form.get("grant_type").equals("client_credentials")) {
            throw new Refusal(400, "UNSUPPORTED_GRANT_TYPE", "The grant type here is client_credentials");
        }
        List<String> scopes = ClientScopes.ofToken(client, form.find("scope"));
        SignedIn signedIn = tokens.issue(client, scopes, call);
        audit.write(
                call,
                AuditEvent.ofAccount(client.account(), "token.issued", client.clientId())
                        .with(signedIn.sessionId()));
        return new Answer(signedIn.accessToken(), signedIn.tokenType(), signedIn.expiresIn(), String.join(" ", scopes));
    }
}
