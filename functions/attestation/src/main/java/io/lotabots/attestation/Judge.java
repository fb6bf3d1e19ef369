package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotabots.attestation.appraisal.ActiveChecks;
import io.lotabots.attestation.appraisal.Appraisal;
import io.lotabots.attestation.appraisal.AttestedFacts;
import io.lotabots.attestation.appraisal.EntropyHash;
import io.lotabots.attestation.appraisal.EntropyProfile;
import io.lotabots.attestation.appraisal.FingerprintHash;
import io.lotabots.attestation.appraisal.MeasurementBinding;
import io.lotabots.attestation.appraisal.MeasurementWorkload;
import io.lotabots.attestation.appraisal.TemporalHistory;
import io.lotabots.attestation.appraisal.VerifiedDevice;
import io.lotabots.platform.Env;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a submission before the appraisal.
 *
 * <p>All six checks are active in every epoch: no block hash of an earlier epoch selects fewer of them.
 */
final class Judge {
    private static final @Nullable String NO_BLOCK_HASH = null;

    private final long virtualHardwareWeight;

    Judge(Env env) {
        this.virtualHardwareWeight = env.number("VIRTUAL_HARDWARE_WEIGHT");
    }

    /** The device that the evidence shows, whatever the machine's history. */
    VerifiedDevice device(PostAttestSubmit.Request request, boolean signedCanonically) {
        return Appraisal.device(node(request.device()), node(request.fingerprint()), signedCanonically);
    }

    /** Judges a submission of a verified device by what it says and by the machine's earlier measurements. */
    Judgement judge(
            PostAttestSubmit.Request request,
            VerifiedDevice device,
            boolean signedCanonically,
            Optional<Machine> before) {
        JsonNode fingerprint = node(request.fingerprint());
        Appraisal appraisal = Appraisal.of(
                new AttestedFacts(
                        node(request.device()),
                        node(request.signals()),
                        fingerprint,
                        signedCanonically,
                        TemporalHistory.decode(before.map(Machine::history).orElse(new byte[0])),
                        NO_BLOCK_HASH,
                        virtualHardwareWeight),
                device);
        EntropyProfile profile = EntropyProfile.of(fingerprint);
        String fingerprintDigest = FingerprintHash.of(fingerprint);
        return new Judgement(
                appraisal.device().family(),
                appraisal.device().arch(),
                appraisal.passed(),
                appraisal.reasonCodes(),
                appraisal.review().flagged(),
                appraisal.countedMask(),
                appraisal.passedMask() & appraisal.countedMask(),
                appraisal.hardwareWeight(),
                appraisal.weight(),
                appraisal.history().encode(),
                profile.measured(),
                profileKey(fingerprint, fingerprintDigest),
                fingerprintDigest,
                Math.round(1_000_000 * entropyScore(node(request.report()))),
                HardwareTier.FINGERPRINT);
    }

    /** By its entropy; where none of that was measured but something else was, by the fingerprint itself. */
    private static Optional<String> profileKey(JsonNode fingerprint, String fingerprintDigest) {
        Optional<String> entropy = EntropyHash.of(fingerprint);
        return entropy.isEmpty() && FingerprintHash.holdsMeasurement(fingerprint)
                ? Optional.of(fingerprintDigest)
                : entropy;
    }

    /** What the miner reports of its own entropy, for display: 0 to 1e9. */
    private static double entropyScore(JsonNode report) {
        double reported = report.path("entropy_score").asDouble(0);
        return Double.isFinite(reported) ? Math.clamp(reported, 0, 1e9) : 0;
    }

    String measurementBinding(@Nullable JsonNode binding, String nonce) {
        return MeasurementBinding.of(node(binding), nonce).wireName();
    }

    long nextWorkload(String nonce) {
        return MeasurementWorkload.of(nonce);
    }

    static String measurementNonce() {
        return ActiveChecks.measurementNonce(NO_BLOCK_HASH);
    }

    static List<String> checkNames(int mask) {
        return ActiveChecks.names(ActiveChecks.ofMask(mask));
    }

    private static JsonNode node(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }
}
