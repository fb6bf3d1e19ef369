package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /v1/passkeys}: the caller's passkeys. */
public final class GetV1Passkeys extends Endpoint<Nothing, GetV1Passkeys.Answer> {
    private final Owners owners;
    private final PasskeyBook passkeys;

    public GetV1Passkeys() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Passkeys(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.passkeys = new PasskeyBook(aws);
    }

    public record Answer(List<Registered> passkeys) {}

    /**
     * One passkey.
     *
     * @param createdAt seconds since 1970; {@code lastUsedAt} the same, 0 for never
     */
    public record Registered(
            String passkeyId, String name, boolean backupEligible, boolean backedUp, long createdAt, long lastUsedAt) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        return new Answer(passkeys.rows(caller.account()).stream()
                .map(row -> new Registered(
                        row.text("passkey"),
                        row.text("name"),
                        row.number("backup_eligible") == 1,
                        row.number("backed_up") == 1,
                        row.number("created_at"),
                        row.number("last_used_at")))
                .toList());
    }
}
