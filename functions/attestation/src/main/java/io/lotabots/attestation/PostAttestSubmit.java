package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /attest/submit}: a machine's evidence against a challenge. Accepted evidence enrols its miner in the
 * current epoch; invalid evidence is accepted with weight 0, so that a miner learns what is wrong.
 */
public final class PostAttestSubmit extends Endpoint<PostAttestSubmit.Request, PostAttestSubmit.Answer> {
    private final Submission submission;

    public PostAttestSubmit() {
        this(Aws.of(Env.ofFunction()));
    }

    PostAttestSubmit(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.submission = new Submission(aws);
    }

    /** The fields as sent; {@link SubmitShape} checks them in the order of the wire's errors. */
    public record Request(
            @Nullable JsonNode miner,
            @Nullable JsonNode minerId,
            @Nullable JsonNode nonce,
            @Nullable JsonNode report,
            @Nullable JsonNode device,
            @Nullable JsonNode signals,
            @Nullable JsonNode fingerprint,
            @Nullable JsonNode measurementBinding,
            @Nullable JsonNode signature,
            @Nullable JsonNode signatureType,
            @Nullable JsonNode publicKey) {}

    /**
     * @param ticketId names this attestation
     * @param weight what it is worth, 1.0 being a plain machine of the table
     * @param reasons why the fingerprint is not valid, as stable words
     */
    public record Answer(
            boolean ok,
            boolean success,
            String status,
            String ticketId,
            Map<String, Object> device,
            boolean fingerprintPassed,
            java.util.List<String> reasons,
            boolean temporalReviewFlag,
            String measurementBindingState,
            long measurementWorkloadNext,
            int macsRecorded,
            double warthogBonus,
            String miner,
            long epoch,
            long slot,
            double weight,
            double hwWeight,
            double multiplier,
            double enrolledWeight,
            boolean enrolled) {}

    @Override
    protected Answer answer(Request request, Call call) {
        SubmitShape.check(request);
        return submission.accept(request, call);
    }

    @Override
    protected boolean bodyRequired() {
        return true;
    }
}
