package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /v1/passkeys/{passkey_id}}: removes a passkey of the caller and ends their other sessions. */
public final class DeleteV1Passkeys extends Endpoint<DeleteV1Passkeys.Request, DeleteV1Passkeys.Answer> {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + PasskeyBook.MOST_ID + "}");

    private final Owners owners;
    private final PasskeyBook passkeys;
    private final SignInChanges changes;

    public DeleteV1Passkeys() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1Passkeys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.passkeys = new PasskeyBook(aws);
        this.changes = new SignInChanges(aws);
    }

    public record Request(@Nullable String passkeyId) {}

    /** @param endedSessions how many other sessions were ended */
    public record Answer(int endedSessions) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = owners.fresh(call);
        String id = Fields.matching("passkey_id", request.passkeyId(), ID);
        if (!passkeys.remove(caller.account(), id)) {
            throw new Refusal(404, "NO_PASSKEY", "You have no passkey of this id");
        }
        return new Answer(changes.endOthers(
                caller,
                AuditEvent.ofAccount(caller.account(), "passkey.removed", id),
                Letters.Kind.PASSKEY_REMOVED,
                call));
    }
}
