package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
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
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,1366}");

    private final Callers callers;
    private final People people;
    private final PasskeyBook passkeys;
    private final Sessions sessions;
    private final Letters letters;
    private final AuditLog audit;

    public DeleteV1Passkeys() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1Passkeys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.callers = new Callers(aws);
        this.people = new People(aws);
        this.passkeys = new PasskeyBook(aws);
        this.sessions = new Sessions(aws);
        this.letters = new Letters(aws);
        this.audit = new AuditLog(aws);
    }

    public record Request(@Nullable String passkeyId) {}

    /** @param endedSessions how many other sessions were ended */
    public record Answer(int endedSessions) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Caller caller = Freshness.required(callers, call);
        String id = Fields.matching("passkey_id", request.passkeyId(), ID);
        if (!passkeys.remove(caller.account(), id)) {
            throw new Refusal(404, "NO_PASSKEY", "You have no passkey of this id");
        }
        int ended = sessions.endOthers(caller.account(), caller.credential());
        audit.write(
                call,
                AuditEvent.ofAccount(caller.account(), "passkey.removed", id).with(caller.credential()));
        people.byAccount(caller.account())
                .ifPresent(person -> letters.tell(person, Letters.Kind.PASSKEY_REMOVED, call.epochSecond()));
        return new Answer(ended);
    }
}
