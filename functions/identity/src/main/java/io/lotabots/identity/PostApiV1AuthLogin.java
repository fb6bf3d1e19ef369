package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/auth/login}: a wallet signs in, with fields in the query or in a JSON body. */
public final class PostApiV1AuthLogin extends Endpoint<PostApiV1AuthLogin.Request, Envelope<PostApiV1AuthLogin.Data>> {
    private final SignInLimit limit;
    private final WalletSignIn wallets;

    public PostApiV1AuthLogin() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1AuthLogin(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.limit = new SignInLimit(aws, "login");
        this.wallets = new WalletSignIn(aws);
    }

    /**
     * @param address who signs in
     * @param signature {@code 0x} and the bytes of an EIP-191 signature; of a contract wallet whatever it takes
     * @param message of EIP-4361; absent where the nonce alone was signed
     */
    public record Request(
            @Nullable String address,
            @Nullable String signature,
            @Nullable String message) {}

    /**
     * @param token shown as {@code Authorization: Bearer}
     * @param expiresIn seconds for which it counts
     * @param refreshToken exchanged at {@code POST /v1/auth/refresh}
     */
    public record Data(
            String address,
            String token,
            long expiresIn,
            @Nullable String refreshToken,
            String sessionId) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected Envelope<Data> answer(Request request, Call call) {
        SignedIn in = wallets.signIn(request.address(), request.signature(), request.message(), call);
        return Envelope.of(
                "Login successful",
                new Data(in.userId(), in.accessToken(), in.expiresIn(), in.refreshToken(), in.sessionId()));
    }
}
