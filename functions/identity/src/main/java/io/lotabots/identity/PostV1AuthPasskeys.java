package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.credentials.Passkey;
import io.lotabots.credentials.PasskeyRefused;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/auth/passkeys}: signs in with a passkey. It is two factors in one: the device that holds it, and what
 * that device verifies its user by.
 */
public final class PostV1AuthPasskeys extends Endpoint<PostV1AuthPasskeys.Request, SignedIn> {
    private final SignInLimit limit;
    private final PasskeyBook passkeys;
    private final Tickets tickets;
    private final Sessions sessions;
    private final AuditLog audit;

    public PostV1AuthPasskeys() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1AuthPasskeys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new SignInLimit(aws, "passkey");
        this.passkeys = new PasskeyBook(aws);
        this.tickets = new Tickets(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
    }

    /**
     * @param ceremony as {@code POST /v1/auth/passkeys/options} named it
     * @param credential what {@code navigator.credentials.get} answered, as JSON ({@code toJSON()})
     */
    public record Request(
            @Nullable String ceremony, @Nullable JsonNode credential) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected SignedIn answer(Request request, Call call) {
        String credential = Ceremonies.text("credential", request.credential());
        Item kept = tickets.take(
                        Tickets.Kind.SIGN_IN_WITH_PASSKEY,
                        Fields.code("ceremony", request.ceremony()),
                        call.epochSecond())
                .orElseThrow(Ceremonies::unknown);
        Passkey passkey = verified(kept.text("kept"), credential, call);
        return sessions.open(
                Opening.of(passkey.account(), How.PASSKEY).withSecondFactor(), call, () -> passkeys.holds(passkey));
    }

    private Passkey verified(String kept, String credential, Call call) {
        try {
            Passkey passkey = passkeys.ceremonies().finishSignIn(kept, credential);
            if (passkeys.used(passkey, call.epochSecond())) {
                return passkey;
            }
        } catch (PasskeyRefused refused) {
            throw invalid(call);
        }
        throw invalid(call);
    }

    private Refusal invalid(Call call) {
        audit.write(
                call,
                AuditEvent.ofAccount(AccountRows.NOBODY, "session.opened", "passkey")
                        .by(AccountRows.NOBODY)
                        .refused("INVALID_CREDENTIALS"));
        return new Refusal(
                401, "INVALID_CREDENTIALS", "No account has this passkey, or what it answered does not hold");
    }
}
