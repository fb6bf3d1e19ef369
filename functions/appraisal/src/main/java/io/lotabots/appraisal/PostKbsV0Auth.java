package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /kbs/v0/auth}: a challenge for guests that speak the attestation protocol of Trustee's key broker. */
public final class PostKbsV0Auth extends Endpoint<PostKbsV0Auth.Request, Reply> {
    /** The protocol's versions; how they bind evidence is told by its shape ({@link KbsEvidence.Bound}). */
    private static final Pattern VERSION = Pattern.compile("0\\.[2-4]\\.[0-9]{1,4}");

    private final Limit limit;
    private final KbsEvidence evidence = new KbsEvidence(AllKinds.kinds());
    private final Sessions sessions;
    private final Policies policies;

    public PostKbsV0Auth() {
        this(Aws.of(Env.ofFunction()));
    }

    PostKbsV0Auth(Aws aws) {
        super(Request.class, Wire.KBS);
        this.limit = new Limit(aws, "appraisal-challenge");
        this.sessions = new Sessions(aws);
        this.policies = new Policies(aws, new PolicyText(AllKinds.kinds()));
    }

    /**
     * @param tee what guest it is, as {@code snp}, {@code tdx}, {@code sgx}, {@code cca}, {@code az-snp-vtpm} or {@code az-tdx-vtpm}
     * @param extraParams {@code attestation-policy-selector} names the profile; {@code strict} when absent
     */
    public record Request(
            @Nullable String version,
            @Nullable String tee,
            @JsonProperty("extra-params") @Nullable JsonNode extraParams) {}

    /** @param nonce in base64; the session is in the cookie {@code kbs-session-id} */
    public record Answer(
            String nonce, @JsonProperty("extra-params") Map<String, String> extraParams) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        if (request.version() == null || !VERSION.matcher(request.version()).matches()) {
            throw new Refusal(
                    401,
                    "PROTOCOL_VERSION",
                    "version must be 0.1 to 0.4 of the protocol, got "
                            + (request.version() == null ? "none" : Fields.shown(request.version())));
        }
        evidence.kind(request.tee());
        String tee = String.valueOf(request.tee());
        requireSame(tee, request.extraParams());
        String profile = profile(request.extraParams());
        policies.active(profile, call.epochSecond());
        Sessions.Session session = sessions.issue(
                new byte[0], profile, "", Map.of("face", Face.KBS.name(), "tee", tee), call.epochSecond());
        return Reply.json(200, new Answer(Base64.getEncoder().encodeToString(session.nonce()), Map.of()))
                .with("Set-Cookie", KbsCookie.of(session.id()));
    }

    /** Guests may name themselves a second time, beside their devices. */
    private static void requireSame(String tee, @Nullable JsonNode extra) {
        JsonNode primary = extra == null
                ? MissingNode.getInstance()
                : extra.path("tee-metadata").path("primary_tee").path("tee");
        if (primary.isTextual() && !primary.textValue().equals(tee)) {
            throw Fields.invalid(
                    "extra-params.tee-metadata.primary_tee.tee",
                    "must be tee, " + tee + ", got " + Fields.shown(primary.textValue()));
        }
    }

    private static String profile(@Nullable JsonNode extra) {
        JsonNode selector = extra == null ? null : extra.get("attestation-policy-selector");
        return Fields.word(
                "attestation-policy-selector",
                selector == null ? null : selector.asText(),
                PolicyText.NAME,
                PolicyDocument.STRICT.name());
    }
}
