package io.lotabots.identity;

import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /v1/keys/{key_id}}: deletes an API key. */
public final class DeleteV1Keys extends Endpoint<DeleteV1Keys.Request, Reply> {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Owners owners;
    private final Keys keys;
    private final AuditLog audit;

    public DeleteV1Keys() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteV1Keys(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.keys = new Keys(aws);
        this.audit = new AuditLog(aws);
    }

    /** @param keyId the UUID in the middle of the key */
    public record Request(@Nullable String keyId) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Caller caller = owners.required(call);
        if (request.keyId() == null || !ID.matcher(request.keyId()).matches()) {
            throw new Refusal(404, "NO_KEY", "You have no key of this id");
        }
        keys.remove(caller.account(), request.keyId());
        audit.write(call, OnlyKey.deleted(caller, request.keyId()));
        return new Reply(204, "application/json", "", Map.of());
    }
}
