package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Nothing;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/me}: who is signed in. */
public final class GetApiV1Me extends DeskEndpoint<Nothing, Envelope<GetApiV1Me.Answer>> {
    public GetApiV1Me() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1Me(Aws aws) {
        super(Nothing.class, aws);
    }

    /**
     * @param address the account
     * @param registered whether it is known here, which who is signed in is
     * @param how {@code wallet}, {@code password}, {@code passkey}, {@code api_key} or {@code client}
     * @param scopes what the credential is limited to; empty for all that the account may do
     * @param organizationUid the only one that the credential is for; null for any
     * @param projectUid the only one that the credential is for; null for any
     */
    public record Answer(
            String address,
            boolean registered,
            String how,
            List<String> scopes,
            @Nullable String organizationUid,
            @Nullable String projectUid) {}

    @Override
    protected Envelope<Answer> answer(Nothing request, Call call) {
        Caller caller = desk.caller(call);
        return Envelope.of(
                "Signed in",
                new Answer(
                        caller.account(),
                        true,
                        caller.how().name().toLowerCase(Locale.ROOT),
                        List.copyOf(new TreeSet<>(caller.scopes())),
                        caller.organization(),
                        caller.project()));
    }
}
