package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/hardware/attestation}: the attestation of LotaBots' own document, answered by the same verifiers. What a
 * caller says about its hardware is no proof: without evidence for a challenge the status is {@code failed}.
 */
public final class PostV1HardwareAttestation
        extends Endpoint<PostV1HardwareAttestation.Request, PostV1HardwareAttestation.Answer> {
    private static final Pattern HARDWARE = Pattern.compile("[!-~]{1,128}");

    /** Which formats prove hardware of a type. */
    private static final Map<String, List<String>> TYPES = Map.of(
            "gpu", List.of("nvidia-gpu"),
            "tpm", List.of("tpm2-quote", "webauthn-tpm"),
            "sgx", List.of("dcap"));

    private final Limit limit;
    private final Desk desk;

    public PostV1HardwareAttestation() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1HardwareAttestation(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal");
        this.desk = new Desk(aws, AllKinds.kinds());
    }

    /**
     * @param hardwareId what the caller calls its hardware
     * @param attestationType {@code gpu}, {@code tpm} or {@code sgx}
     * @param metadata {@code driver_version}, {@code cuda_version}, {@code memory}: the caller's word, not proof
     * @param challengeId of {@code POST /v1/challenges}
     * @param evidence as {@code POST /v1/attestations} takes it
     */
    public record Request(
            @Nullable String hardwareId,
            @Nullable String attestationType,
            @Nullable JsonNode metadata,
            @Nullable String challengeId,
            @Nullable JsonNode evidence,
            @Nullable JsonNode teePublicKey) {}

    /**
     * @param attestationId under {@code /v1/attestations}; empty when there was nothing to appraise
     * @param status {@code verified} when the evidence holds and its status is affirming or warning, else {@code failed}
     */
    public record Answer(String attestationId, String status, Details details) {}

    /**
     * @param gpuCount how many GPUs proved themselves
     * @param memoryTotal unknown to every verifier, so absent
     * @param driverStatus the trust status of the evidence
     * @param reason why it failed, and what to do; empty when it did not
     */
    public record Details(
            int gpuCount,
            @Nullable Long memoryTotal,
            String driverStatus,
            String hardwareId,
            List<String> devices,
            String ear,
            String reason) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String hardware = Fields.word("hardware_id", request.hardwareId(), HARDWARE);
        String type = request.attestationType() == null ? "" : request.attestationType();
        List<String> formats = TYPES.get(type);
        if (formats == null) {
            throw Fields.invalid("attestation_type", "must be gpu, tpm or sgx, got " + Fields.shown(type));
        }
        JsonNode evidence = request.evidence();
        if (request.challengeId() == null || evidence == null || evidence.isNull()) {
            return new Answer(
                    "",
                    "failed",
                    new Details(
                            0,
                            null,
                            "none",
                            hardware,
                            List.of(),
                            "",
                            "no evidence: ask for a challenge at POST /v1/challenges, and hand in challenge_id and"
                                    + " evidence"));
        }
        String challenge = Fields.word("challenge_id", request.challengeId(), Sessions.ID);
        List<Submitted.Piece> pieces = desk.submitted().pieces(evidence);
        if (pieces.stream().noneMatch(piece -> formats.contains(piece.kind().name()))) {
            throw new Refusal(
                    415,
                    "WRONG_EVIDENCE",
                    "Hardware of type " + type + " proves itself by evidence of the formats " + formats);
        }
        return answer(
                hardware,
                type,
                desk.attest(
                        new Desk.Handed(challenge, pieces, Appraiser.teeKey(request.teePublicKey()), null),
                        call.epochSecond()));
    }

    private static Answer answer(String hardware, String type, Desk.Answer appraised) {
        List<Appraisal> accepted =
                appraised.appraisals().stream().filter(Appraisal::accepted).toList();
        boolean ofType = accepted.stream().anyMatch(appraisal -> isOf(type, appraisal));
        boolean verified = ofType
                && (appraised.status().equals("affirming") || appraised.status().equals("warning"));
        String reason = appraised.appraisals().stream()
                .flatMap(appraisal -> appraisal.refused().stream())
                .map(note -> note.code() + ": " + note.detail())
                .findFirst()
                .orElse(ofType ? "" : "the evidence holds, but for hardware of another type than " + type);
        return new Answer(
                appraised.attestationId(),
                verified ? "verified" : "failed",
                new Details(
                        gpus(accepted),
                        null,
                        appraised.status(),
                        hardware,
                        accepted.stream()
                                .map(Appraisal::device)
                                .filter(device -> !device.isEmpty())
                                .toList(),
                        appraised.ear(),
                        reason));
    }

    /** Intel's quotes are of enclaves and of whole guests, in one format. */
    static boolean isOf(String type, Appraisal appraisal) {
        return Objects.requireNonNull(TYPES.get(type)).contains(appraisal.format())
                && (!type.equals("sgx") || "SGX".equals(appraisal.claims().get("tee")));
    }

    /** By the key that a GPU has for life: one that is shown twice is one, and a switch is none. */
    static int gpus(List<Appraisal> accepted) {
        return (int) accepted.stream()
                .filter(appraisal -> appraisal.format().equals("nvidia-gpu"))
                .map(Appraisal::claims)
                .filter(claims -> "gpu".equals(claims.get("kind")))
                .map(claims -> String.valueOf(claims.get("device_id")))
                .distinct()
                .count();
    }
}
