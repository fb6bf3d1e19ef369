package io.lotabots.identity;

import io.lotabots.access.Caller;
import io.lotabots.access.SessionRow;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Locale;

/** {@code GET /v1/auth/sessions}: where the caller is signed in, newest first. */
public final class GetV1AuthSessions extends Endpoint<Nothing, GetV1AuthSessions.Answer> {
    private final Owners owners;
    private final Sessions sessions;

    public GetV1AuthSessions() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1AuthSessions(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.owners = new Owners(aws);
        this.sessions = new Sessions(aws);
    }

    public record Answer(List<Session> sessions) {}

    /**
     * One device.
     *
     * @param current whether it is the one that asks
     * @param how {@code wallet}, {@code password} or {@code passkey}
     * @param expiresAt when it ends unless it is refreshed before, seconds since 1970 as all times
     * @param network an IPv4 address, or the first 64 bits of an IPv6 address
     * @param agent what the client called itself
     */
    public record Session(
            String sessionId,
            boolean current,
            String how,
            long createdAt,
            long seenAt,
            long expiresAt,
            String network,
            String agent) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        Caller caller = owners.required(call);
        return new Answer(sessions.list(caller.account(), call.epochSecond()).stream()
                .map(row -> shown(row, caller))
                .toList());
    }

    private static Session shown(SessionRow row, Caller caller) {
        return new Session(
                row.session(),
                row.session().equals(caller.credential()),
                row.how().name().toLowerCase(Locale.ROOT),
                row.createdAt(),
                row.seenAt(),
                Math.min(row.expiresAt(), row.endsAt()),
                row.network(),
                row.agent());
    }
}
