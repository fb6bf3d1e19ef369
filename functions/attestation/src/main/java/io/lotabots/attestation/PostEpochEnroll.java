package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /epoch/enroll}: enrols a miner that attested a moment ago, in the current epoch, by the key pinned at its
 * attestation. What it weighs was decided by the evidence; nothing that is sent here changes it.
 */
public final class PostEpochEnroll extends Endpoint<PostEpochEnroll.Request, PostEpochEnroll.Answer> {
    private final Chain chain;
    private final Miners miners;
    private final Enrolments enrolments;
    private final EnrolTerms terms;

    public PostEpochEnroll() {
        this(Aws.of(Env.ofFunction()));
    }

    PostEpochEnroll(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.miners = new Miners(aws);
        this.enrolments = new Enrolments(aws);
        this.terms = EnrolTerms.of(aws.env());
    }

    /** @param minerPubkey the identity that is paid; older clients send their raw public key */
    public record Request(
            @Nullable JsonNode minerPubkey,
            @Nullable JsonNode minerId,
            @Nullable JsonNode signature,
            @Nullable JsonNode publicKey) {}

    /**
     * @param weight the weight that stands in the epoch, 1.0 being a plain machine of the table
     * @param hwWeight the table's weight of the machine
     */
    public record Answer(
            boolean ok,
            boolean success,
            long epoch,
            double weight,
            double hwWeight,
            String measurementNonce,
            List<String> activeFingerprintChecks,
            int activeFingerprintPassCount,
            int activeFingerprintTotal,
            boolean fingerprintFailed,
            String minerPk,
            String minerId) {}

    @Override
    protected Answer answer(Request request, Call call) {
        EnrolRequest enrol = EnrolRequest.of(request);
        MinerId miner = Identities.claimed(enrol.minerPubkey());
        long now = call.epochSecond();
        long epoch = chain.epochAt(now);
        Miners.Known known = miners.read(miner.value());
        enrol.verify(known.profile(), epoch);
        known.profile().hold().ifPresent(hold -> {
            throw hold.refusal();
        });
        enrolments.demandOpen(epoch, call);
        Machine best = terms.demand(known, now);
        long weight = best.enrolledEpoch() == epoch
                ? enrolments.weight(epoch, miner.value()).orElse(best.enrolledWeight())
                : enrolments.enrol(new Enrolments.Enrolment(
                        epoch,
                        miner.value(),
                        best.weight(),
                        best.label(),
                        best.hardwareId(),
                        best.activeChecks(),
                        best.passedChecks(),
                        best.bodyDigest(),
                        now));
        return new Answer(
                true,
                true,
                epoch,
                Weights.shown(weight),
                Weights.shown(best.hardwareWeight()),
                Judge.measurementNonce(),
                Judge.checkNames(best.activeChecks()),
                Integer.bitCount(best.passedChecks()),
                Integer.bitCount(best.activeChecks()),
                !best.passed(),
                enrol.minerPubkey(),
                enrol.minerId());
    }
}
