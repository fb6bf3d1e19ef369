package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.access.KeyRow;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Envelope;

/** The one key without a name that Haithe's clients know: it reaches as far as a key can, and does not expire. */
final class OnlyKey {
    private final SignInLimit limit;
    private final KeyMaker maker;
    private final Keys keys;
    private final AuditLog audit;

    OnlyKey(Aws aws) {
        this.limit = new SignInLimit(aws, "key");
        this.maker = new KeyMaker(aws);
        this.keys = new Keys(aws);
        this.audit = new AuditLog(aws);
    }

    /**
     * A key, shown this once.
     *
     * @param message what its last part signs
     * @param issuedAt seconds since 1970
     */
    record Issued(String apiKey, String message, long issuedAt) {}

    /** That a key was made. */
    static AuditEvent created(Caller caller, KeyRow key) {
        return AuditEvent.ofAccount(caller.account(), "key.created", key.keyId())
                .because(String.join(" ", key.scopes()))
                .with(caller.credential());
    }

    /** That a key was deleted. */
    static AuditEvent deleted(Caller caller, String keyId) {
        return AuditEvent.ofAccount(caller.account(), "key.deleted", keyId).with(caller.credential());
    }

    Envelope<Issued> issue(Caller caller, Call call) {
        caller.requireSession();
        limit.take(call);
        KeyMaker.Made made = maker.make(
                new KeyMaker.Wish(caller.account(), "", new Reach(Scopes.ALL, null, null), 0), call.epochSecond());
        keys.addOnly(made.row());
        audit.write(call, created(caller, made.row()));
        return Envelope.of(
                "API key issued",
                new Issued(made.text(), made.message(), made.row().createdAt()));
    }
}
