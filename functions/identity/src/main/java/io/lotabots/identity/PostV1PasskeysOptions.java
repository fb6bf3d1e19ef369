package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.credentials.Passkeys;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.Map;

/** {@code POST /v1/passkeys/options}: begins the registration of a passkey for the caller. */
public final class PostV1PasskeysOptions extends Endpoint<Nothing, PostV1PasskeysOptions.Answer> {
    private final Owners owners;
    private final People people;
    private final PasskeyBook passkeys;
    private final Tickets tickets;

    public PostV1PasskeysOptions() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1PasskeysOptions(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.people = new People(aws);
        this.passkeys = new PasskeyBook(aws);
        this.tickets = new Tickets(aws);
    }

    /**
     * @param ceremony to be handed in with the answer, once, within five minutes
     * @param options the argument of the browser's {@code navigator.credentials.create}
     */
    public record Answer(String ceremony, JsonNode options) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.fresh(call);
        String name = people.byAccount(caller.account()).map(Person::username).orElse(caller.account());
        Passkeys.Begun begun = passkeys.ceremonies().beginRegistration(caller.account(), name);
        String ceremony = tickets.issue(
                Tickets.Kind.REGISTER_PASSKEY,
                Map.of("account", caller.account(), "kept", begun.kept()),
                call.epochSecond());
        return new Answer(ceremony, Ceremonies.tree(begun.options()));
    }
}
