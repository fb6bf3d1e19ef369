package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/challenges/{challenge_id}/credential}: a secret that only the TPM of an endorsement key opens, and only
 * when it holds the attestation key too. What it opens goes with the quote as the part {@code credential_secret}.
 */
public final class PostV1ChallengesCredential
        extends Endpoint<PostV1ChallengesCredential.Request, PostV1ChallengesCredential.Answer> {
    private static final int MOST_PUBLIC = 2048;

    private final Limit limit;
    private final TpmSteps tpm;

    public PostV1ChallengesCredential() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1ChallengesCredential(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-credential");
        this.tpm = new TpmSteps(new Sessions(aws), new Devices(aws));
    }

    /**
     * @param ekCertificate DER or PEM in base64; its chain is verified with the quote
     * @param akPublic TPMT_PUBLIC or TPM2B_PUBLIC in base64
     */
    public record Request(
            @Nullable String challengeId,
            @Nullable String ekCertificate,
            @Nullable String akPublic) {}

    /** @param credentialBlob in base64: what {@code tpm2_activatecredential -i} reads */
    public record Answer(String challengeId, String credentialBlob) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String id = Fields.word("challenge_id", request.challengeId(), Sessions.ID);
        byte[] blob = tpm.credential(
                id,
                Fields.bytes("ek_certificate", request.ekCertificate(), TpmSteps.MOST_CERTIFICATE),
                Fields.bytes("ak_public", request.akPublic(), MOST_PUBLIC),
                call.epochSecond());
        return new Answer(id, Base64.getEncoder().encodeToString(blob));
    }
}
