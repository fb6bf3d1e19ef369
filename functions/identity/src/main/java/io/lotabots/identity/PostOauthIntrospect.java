package io.lotabots.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lotabots.access.AccessTokens;
import io.lotabots.access.Callers;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /oauth/introspect} (RFC 7662): what a token of the program's own account says, and whether it counts. Of any
 * other token nothing is told but that it does not.
 */
public final class PostOauthIntrospect extends Endpoint<Nothing, PostOauthIntrospect.Answer> {
    private final SignInLimit limit;
    private final ClientLogin login;
    private final AccessTokens verifier;
    private final Callers callers;
    private final Aws aws;

    public PostOauthIntrospect() {
        this(Aws.of(Env.ofFunction()));
    }

    PostOauthIntrospect(Aws aws) {
        super(Nothing.class, Wire.OAUTH);
        this.aws = aws;
        this.limit = new SignInLimit(aws, "oauth-introspect");
        this.login = new ClientLogin(aws);
        this.verifier = new AccessTokens(aws);
        this.callers = new Callers(aws);
    }

    /** @param active whether the token counts; all else is null when it does not */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            boolean active,
            @Nullable String sub,
            @Nullable String scope,
            @Nullable String tokenType,
            @Nullable Long exp,
            @Nullable Long iat,
            @Nullable String iss,
            @Nullable String jti) {}

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
        String token = form.get("token");
        return verifier.verify(token, call.epochSecond())
                .filter(content -> content.account().equals(client.account()))
                .filter(content ->
                        callers.of("Bearer " + token, call.epochSecond()).isPresent())
                .map(content -> new Answer(
                        true,
                        content.account(),
                        String.join(" ", content.scopes()),
                        "Bearer",
                        content.expiresAt(),
                        content.issuedAt(),
                        AccessTokens.issuer(aws),
                        content.id()))
                .orElseGet(() -> new Answer(false, null, null, null, null, null, null, null));
    }
}
