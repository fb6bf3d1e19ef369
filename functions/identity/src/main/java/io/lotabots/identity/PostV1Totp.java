package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.credentials.Totp;
import io.lotabots.crypto.Base32;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;

/**
 * {@code POST /v1/totp}: a secret for the caller's authenticator. It counts once a code of it is shown at
 * {@code POST /v1/totp/confirm}.
 */
public final class PostV1Totp extends Endpoint<Nothing, PostV1Totp.Answer> {
    private final Owners owners;
    private final People people;
    private final SecondFactors factors;

    public PostV1Totp() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Totp(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.people = new People(aws);
        this.factors = new SecondFactors(aws);
    }

    /**
     * @param secret in base32, for authenticators that it is typed into; shown here alone
     * @param uri the same as authenticators scan it, {@code otpauth://totp/...}
     */
    public record Answer(String secret, String uri) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.fresh(call);
        Person person = people.byAccount(caller.account())
                .orElseThrow(() -> new Refusal(
                        409, "NO_PASSWORD", "One-time passwords go with a password, which this account has not"));
        byte[] secret = factors.enrol(person.account(), call.epochSecond());
        return new Answer(Base32.encode(secret), Totp.uri("LotaBots", person.username(), secret));
    }
}
