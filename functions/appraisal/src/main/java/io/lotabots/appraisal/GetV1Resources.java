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
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/resources/{repository}/{type}/{tag}}: releases a secret, encrypted to the key that evidence spoke for (JWE,
 * flattened). The caller shows its signed result as {@code Authorization: Bearer}.
 */
public final class GetV1Resources extends Endpoint<GetV1Resources.Request, Reply> {
    private final Limit limit;
    private final Release release;

    public GetV1Resources() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Resources(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "resources");
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
        String path = path(request.repository(), request.type(), request.tag());
        String token = call.header("authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()).strip())
                .orElseThrow(() -> new Refusal(
                                401,
                                "RESULT_REQUIRED",
                                "Authorization must be Bearer and the signed result of an attestation")
                        .header("WWW-Authenticate", "Bearer"));
        return new Reply(
                200, "application/json", Json.write(release.to(token, path, call.epochSecond())) + "\n", Map.of());
    }

    static String path(@Nullable String repository, @Nullable String type, @Nullable String tag) {
        return Vault.path(repository == null ? "" : repository, type == null ? "" : type, tag == null ? "" : tag);
    }
}
