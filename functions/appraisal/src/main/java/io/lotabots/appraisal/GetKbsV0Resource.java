package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /kbs/v0/resource/{repository}/{type}/{tag}}: the secrets of {@code /v1/resources} for guests that speak the key
 * broker's protocol. They show the cookie of their session, or its token as {@code Authorization: Bearer}.
 */
public final class GetKbsV0Resource extends Endpoint<GetKbsV0Resource.Request, Reply> {
    private static final String BEARER = "Bearer ";

    private final Limit limit;
    private final Sessions sessions;
    private final Release release;

    public GetKbsV0Resource() {
        this(Aws.of(Env.ofFunction()));
    }

    GetKbsV0Resource(Aws aws) {
        super(Request.class, Wire.KBS);
        this.limit = new Limit(aws, "resources");
        this.sessions = new Sessions(aws);
        this.release = new Release(aws);
    }

    public record Request(
            @Nullable String repository,
            @Nullable String type,
            @Nullable String tag) {}

    /** The members of a flattened JWE (RFC 7516, section 7.2.2); {@code protected} says the algorithms. */
    public record Answer(
            @JsonProperty("protected") String header, String encryptedKey, String iv, String ciphertext, String tag) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String path = GetV1Resources.path(request.repository(), request.type(), request.tag());
        Optional<String> token = call.header("authorization")
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
        Map<String, String> sealed = token.isPresent()
                ? release.to(token.get(), path, call.epochSecond())
                : release.toSessionOf(attested(call), path, call.epochSecond());
        return new Reply(200, "application/json", Json.write(sealed) + "\n", Map.of());
    }

    private String attested(Call call) {
        Sessions.Session session;
        try {
            session = sessions.find(KbsCookie.session(call), Face.KBS.name(), call.epochSecond());
        } catch (Refusal unknown) {
            // Without a session the resource is not said to be missing: the guest is not known.
            throw new Refusal(401, "SESSION_NOT_FOUND", unknown.sentence());
        }
        return session.attestationId()
                .orElseThrow(() -> new Refusal(
                        401, "TOKEN_NOT_FOUND", "This session did not attest yet: send POST /kbs/v0/attest first"));
    }
}
