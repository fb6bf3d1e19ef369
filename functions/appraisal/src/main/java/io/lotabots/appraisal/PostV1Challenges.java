package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/challenges}: a nonce for evidence, to be used once and soon. */
public final class PostV1Challenges extends Endpoint<PostV1Challenges.Request, PostV1Challenges.Answer> {
    private static final int MOST_AUDIENCE = 200;

    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final Sessions sessions;
    private final Policies policies;

    public PostV1Challenges() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Challenges(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-challenge");
        this.sessions = new Sessions(aws);
        this.policies = new Policies(aws, new PolicyText(kinds));
    }

    /**
     * @param profile the policy by which the evidence will be judged; {@code strict} when absent
     * @param audience who the result is meant for, at most 200 characters; the result's {@code aud}
     */
    public record Request(
            @Nullable String profile, @Nullable String audience) {}

    /**
     * @param challengeId to be handed in with the evidence
     * @param nonce 32 bytes in base64url, for evidence to hold; {@code nonceHex} the same in hexadecimal digits
     * @param expiresAt seconds since 1970
     * @param accept the media types of evidence that the profile takes
     */
    public record Answer(
            String challengeId,
            String nonce,
            String nonceHex,
            String profile,
            String audience,
            long expiresAt,
            List<String> accept) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String profile = Fields.word("profile", request.profile(), PolicyText.NAME, PolicyDocument.STRICT.name());
        String audience =
                Fields.text("audience", request.audience(), MOST_AUDIENCE).orElse("");
        PolicyDocument policy = policies.active(profile, call.epochSecond());
        Sessions.Session session = sessions.issue(new byte[0], profile, audience, call.epochSecond());
        return new Answer(
                session.id(),
                Fields.base64(session.nonce()),
                HexFormat.of().formatHex(session.nonce()),
                profile,
                audience,
                session.expiresAt(),
                accepted(kinds, policy));
    }

    /** The media types that a policy takes. */
    static List<String> accepted(Kinds kinds, PolicyDocument policy) {
        return kinds.all().stream()
                .filter(policy::takes)
                .flatMap(kind -> Stream.concat(Stream.of(kind.partsType()), kind.mediaTypes().stream()))
                .toList();
    }
}
