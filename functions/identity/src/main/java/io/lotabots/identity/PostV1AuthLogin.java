package io.lotabots.identity;

import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/auth/login}: signs in with a password and, where the account has one, a second factor. */
public final class PostV1AuthLogin extends Endpoint<PostV1AuthLogin.Request, Reply> implements Answering<SignedIn> {
    private final SignInLimit limit;
    private final PasswordSignIn signIn;
    private final People people;
    private final Sessions sessions;
    private final KnownDevice devices;

    public PostV1AuthLogin() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthLogin(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "login");
        this.signIn = new PasswordSignIn(aws);
        this.people = new People(aws);
        this.sessions = new Sessions(aws);
        this.devices = new KnownDevice(aws);
    }

    /**
     * @param username a user name, or an address that was verified
     * @param mfaCode six digits of the authenticator, or a recovery code
     */
    public record Request(
            @Nullable String username,
            @Nullable String password,
            @Nullable String mfaCode) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        PasswordSignIn.Proven proven = signIn.prove(
                Fields.login("username", request.username()),
                Fields.password("password", request.password()),
                Fields.findCode("mfa_code", request.mfaCode()),
                call);
        String account = proven.person().account();
        Opening opening = Opening.of(account, How.PASSWORD);
        SignedIn signedIn = sessions.open(
                proven.secondFactor() ? opening.withSecondFactor() : opening,
                call,
                () -> people.unchanged(proven.person()));
        return Reply.json(200, signedIn).with("Set-Cookie", devices.remember(call, account));
    }
}
