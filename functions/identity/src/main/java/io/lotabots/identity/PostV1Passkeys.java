package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.credentials.Passkey;
import io.lotabots.credentials.PasskeyRefused;
import io.lotabots.platform.Answering;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/passkeys}: registers a passkey for the caller, as their browser made it. */
public final class PostV1Passkeys extends Endpoint<PostV1Passkeys.Request, Reply>
        implements Answering<PostV1Passkeys.Answer> {
    private final Owners owners;
    private final PasskeyBook passkeys;
    private final Tickets tickets;
    private final SignInChanges changes;

    public PostV1Passkeys() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Passkeys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.passkeys = new PasskeyBook(aws);
        this.tickets = new Tickets(aws);
        this.changes = new SignInChanges(aws);
    }

    /**
     * @param ceremony as {@code POST /v1/passkeys/options} named it
     * @param credential what {@code navigator.credentials.create} answered, as JSON ({@code toJSON()})
     * @param name what the caller calls it, 1 to 64 characters
     */
    public record Request(
            @Nullable String ceremony,
            @Nullable JsonNode credential,
            @Nullable String name) {}

    /** @param backupEligible whether the authenticator may copy it to other devices of its user */
    public record Answer(String passkeyId, String name, boolean backupEligible, long createdAt) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        String name = Fields.name("name", request.name());
        Item kept = tickets.take(
                        Tickets.Kind.REGISTER_PASSKEY, Fields.code("ceremony", request.ceremony()), call.epochSecond())
                .filter(row -> row.text("account").equals(caller.account()))
                .orElseThrow(Ceremonies::unknown);
        Passkey passkey;
        try {
            passkey = passkeys.ceremonies()
                    .finishRegistration(
                            caller.account(), kept.text("kept"), Ceremonies.text("credential", request.credential()));
        } catch (PasskeyRefused refused) {
            throw new Refusal(400, "INVALID_PASSKEY", "What the authenticator answered does not hold");
        }
        if (passkey.id().length() > PasskeyBook.MOST_ID) {
            throw Fields.invalid("credential", "must have an id of at most " + PasskeyBook.MOST_ID + " characters");
        }
        passkeys.add(passkey, name, call.epochSecond());
        changes.tell(
                caller,
                AuditEvent.ofAccount(caller.account(), "passkey.added", passkey.id()),
                Letters.Kind.PASSKEY_ADDED,
                call);
        return Reply.json(201, new Answer(passkey.id(), name, passkey.backupEligible(), call.epochSecond()));
    }
}
