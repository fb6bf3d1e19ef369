package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import io.lotabots.verdicts.TokenKey;
import java.util.List;
import java.util.Map;

/** {@code GET /.well-known/veraison/verification}: what this verifier takes, and which key signs its results now. */
public final class GetWellKnownVeraisonVerification extends Endpoint<GetWellKnownVeraisonVerification.Request, Reply> {
    private static final String TYPE = "application/vnd.veraison.discovery+json";

    private final Kinds kinds = AllKinds.kinds();
    private final EarKeys keys;

    public GetWellKnownVeraisonVerification() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWellKnownVeraisonVerification(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.keys = new EarKeys(aws);
    }

    /** Nothing. */
    public record Request() {}

    /** @param key a JWK; all that live stand in {@code /.well-known/jwks.json} */
    public record Answer(
            @JsonProperty("ear-verification-key") Map<String, String> key,
            @JsonProperty("media-types") List<String> mediaTypes,
            String version,
            @JsonProperty("service-state") String state,
            @JsonProperty("api-endpoints") Map<String, String> endpoints) {}

    @Override
    protected Reply answer(Request request, Call call) {
        TokenKey key = keys.at(call.epochSecond());
        Answer answer = new Answer(
                Map.of("kty", "EC", "crv", "P-256", "alg", "ES256", "kid", key.id(), "x", key.x(), "y", key.y()),
                PostV1Challenges.accepted(kinds, PolicyDocument.STRICT),
                "1.0",
                "READY",
                Map.of("newChallengeResponseSession", "/challenge-response/v1/newSession"));
        return Reply.text(200, TYPE, Json.write(answer) + "\n");
    }
}
