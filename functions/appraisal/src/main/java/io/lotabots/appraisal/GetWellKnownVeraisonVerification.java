package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.TokenKey;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Map;

/** {@code GET /.well-known/veraison/verification}: what clients of Veraison look up before they ask for a session. */
public final class GetWellKnownVeraisonVerification extends Endpoint<GetWellKnownVeraisonVerification.Request, Reply> {
    static final String TYPE = "application/vnd.veraison.discovery+json";

    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final EarKeys keys;

    public GetWellKnownVeraisonVerification() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWellKnownVeraisonVerification(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-discovery");
        this.keys = new EarKeys(aws);
    }

    public record Request() {}

    /**
     * Veraison's discovery document.
     *
     * @param earVerificationKey the key that signs results now; the next one is in {@code /.well-known/jwks.json} already
     * @param mediaTypes of evidence that a session takes
     * @param attestationSchemes the formats by their names here
     * @param serviceState {@code READY}
     */
    public record Answer(
            @JsonProperty("ear-verification-key") Map<String, String> earVerificationKey,
            @JsonProperty("media-types") List<String> mediaTypes,
            @JsonProperty("attestation-schemes") List<String> attestationSchemes,
            String version,
            @JsonProperty("service-state") String serviceState,
            @JsonProperty("api-endpoints") Map<String, String> apiEndpoints) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        TokenKey key = keys.at(call.epochSecond());
        Answer answer = new Answer(
                Map.of("alg", "ES256", "crv", "P-256", "kty", "EC", "kid", key.id(), "x", key.x(), "y", key.y()),
                PostV1Challenges.accepted(kinds, PolicyDocument.STRICT),
                kinds.names(),
                String.valueOf(Ear.VERIFIER.get("build")),
                "READY",
                Map.of("newChallengeResponseSession", "/challenge-response/v1/newSession"));
        return new Reply(200, TYPE, Json.write(answer) + "\n", Map.of());
    }
}
