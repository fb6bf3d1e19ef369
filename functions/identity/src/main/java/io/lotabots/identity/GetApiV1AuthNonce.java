package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/auth/nonce}: a nonce for a wallet to sign, by itself or in a message of EIP-4361. */
public final class GetApiV1AuthNonce extends Endpoint<GetApiV1AuthNonce.Request, Envelope<GetApiV1AuthNonce.Data>> {
    private final SignInLimit limit;
    private final Nonces nonces;

    public GetApiV1AuthNonce() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1AuthNonce(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.limit = new SignInLimit(aws, "nonce");
        this.nonces = new Nonces(aws);
    }

    /** @param address that the nonce is for, needed where it is signed by itself; without one any address may use it */
    public record Request(@Nullable String address) {}

    /** @param nonce 32 letters and digits, good for one sign-in */
    public record Data(String nonce) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Envelope<Data> answer(Request request, Call call) {
        String nonce = request.address() == null
                ? nonces.issue(call.epochSecond())
                : nonces.issue(WalletSignIn.address(request.address()).text(), call.epochSecond());
        return Envelope.of("Nonce generated", new Data(nonce));
    }
}
