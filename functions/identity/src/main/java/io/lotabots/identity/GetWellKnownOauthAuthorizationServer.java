package io.lotabots.identity;

import io.lotabots.access.AccessTokens;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /.well-known/oauth-authorization-server}: where programs get tokens, and how (RFC 8414). */
public final class GetWellKnownOauthAuthorizationServer
        extends Endpoint<Nothing, GetWellKnownOauthAuthorizationServer.Answer> {
    private final Aws aws;

    public GetWellKnownOauthAuthorizationServer() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWellKnownOauthAuthorizationServer(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.aws = aws;
    }

    public record Answer(
            String issuer,
            String tokenEndpoint,
            String revocationEndpoint,
            String introspectionEndpoint,
            String jwksUri,
            List<String> grantTypesSupported,
            List<String> responseTypesSupported,
            List<String> scopesSupported,
            List<String> tokenEndpointAuthMethodsSupported,
            List<String> revocationEndpointAuthMethodsSupported,
            List<String> introspectionEndpointAuthMethodsSupported) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        // Without a public address the gateway's own is the one that was asked.
        String base = aws.env()
                .find("PUBLIC_URL")
                .orElseGet(() -> call.header("x-forwarded-proto").orElse("https") + "://"
                        + call.header("host").orElse("localhost"));
        List<String> methods = List.of("client_secret_basic", "client_secret_post");
        return new Answer(
                AccessTokens.issuer(aws),
                base + "/oauth/token",
                base + "/oauth/revoke",
                base + "/oauth/introspect",
                base + "/.well-known/jwks.json",
                List.of("client_credentials"),
                List.of(),
                Scopes.ALL,
                methods,
                methods,
                methods);
    }
}
