package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.credentials.Passkeys;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.Map;

/** {@code POST /v1/auth/passkeys/options}: begins a sign-in with whichever passkey the user has. */
public final class PostV1AuthPasskeysOptions extends Endpoint<Nothing, PostV1AuthPasskeysOptions.Answer> {
    private final SignInLimit limit;
    private final PasskeyBook passkeys;
    private final Tickets tickets;

    public PostV1AuthPasskeysOptions() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthPasskeysOptions(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "passkey-options");
        this.passkeys = new PasskeyBook(aws);
        this.tickets = new Tickets(aws);
    }

    /**
     * @param ceremony to be handed in with the answer, once, within five minutes
     * @param options the argument of the browser's {@code navigator.credentials.get}
     */
    public record Answer(String ceremony, JsonNode options) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Nothing request, Call call) {
        Passkeys.Begun begun = passkeys.ceremonies().beginSignIn();
        String ceremony =
                tickets.issue(Tickets.Kind.SIGN_IN_WITH_PASSKEY, Map.of("kept", begun.kept()), call.epochSecond());
        return new Answer(ceremony, Ceremonies.tree(begun.options()));
    }
}
