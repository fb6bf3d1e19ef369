package io.lotabots.appraisal;

import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.MakeCredential;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.tpm.TpmPublic;
import io.lotabots.platform.Priming;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ties an attestation key to a TPM over two requests: a credential that only the TPM opens goes out with the challenge,
 * its secret comes back with the quote. A key that was tied once is remembered with its chip, and so is where the chip's
 * clock stood, which may not go back.
 */
final class TpmSteps {
    /** The claim that tells one TPM from all others: the digest of its endorsement key. */
    static final String EK_CLAIM = "ek";

    private static final String CLAIMABLE = "RSA-2048";

    static final int MOST_CERTIFICATE = 8 * 1024;

    private static final String FORMAT = "tpm2-quote";

    private final Sessions sessions;
    private final Devices devices;

    TpmSteps(Sessions sessions, Devices devices) {
        this.sessions = sessions;
        this.devices = devices;
    }

    /**
     * Makes a credential for an endorsement key and an attestation key and keeps its digest with the challenge.
     *
     * @return what {@code tpm2_activatecredential -i} takes
     * @throws Refusal 400 when a key cannot be read, 409 when the challenge is closed
     */
    byte[] credential(String session, byte[] ekCertificate, byte[] akPublic, long now) {
        sessions.open(session, now);
        PublicKey ek;
        byte[] name;
        try {
            ek = Certificates.pemOrDer(ekCertificate, 1).stream()
                    .findFirst()
                    .orElseThrow(() -> Fields.invalid("ek_certificate", "holds no certificate"))
                    .getPublicKey();
            name = TpmPublic.of(akPublic).name();
        } catch (EvidenceRefused refused) {
            throw new Refusal(400, "INVALID_FIELD", "The keys cannot be read: " + refused.detail());
        }
        byte[] secret = RandomBytes.of(MakeCredential.MOST_SECRET_BYTES);
        byte[] blob;
        try {
            blob = MakeCredential.blob(ek, name, secret, new SecureRandom());
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(400, "INVALID_FIELD", "No credential can be made: " + wrong.getMessage());
        }
        sessions.keep(
                session,
                Expression.of("SET #credential = :credential")
                        .with(":credential", Tpm2Quote.credential(ek, name, secret)),
                now);
        return blob;
    }

    /** What is known beside the policy about a quote: the credential of its challenge, the key and clock of its chip. */
    Map<String, Object> known(Submitted.Piece piece, Item session) {
        if (!piece.kind().name().equals(FORMAT)) {
            return Map.of();
        }
        Map<String, Object> known = new HashMap<>();
        session.findText("credential").ifPresent(credential -> known.put("credential", credential));
        Optional<Quoted> quoted = quoted(piece.evidence());
        if (quoted.isEmpty() || Priming.active()) {
            return known;
        }
        Item row = devices.row(Devices.id(FORMAT, quoted.get().ek)).orElse(Item.empty());
        if (row.findText("ak").filter(quoted.get().ak::equals).isPresent()) {
            known.put("activated_aks", List.of(quoted.get().ak + "/" + quoted.get().ek));
            known.put("last_clock", row.number("clock", 0));
            known.put("last_reset_count", row.number("reset_count", 0));
            known.put("last_restart_count", row.number("restart_count", 0));
        }
        return known;
    }

    /**
     * A TPM has endorsement keys of several kinds, each with a certificate, and nothing in those says that they are of one
     * chip. So that one chip is one device, miners claim it by one kind alone, for which makers issue certificates with few exceptions (ADR 0026).
     *
     * @throws Refusal 409 when a miner claims a TPM by a key of another kind
     */
    static void requireClaimable(List<Appraisal> appraisals) {
        for (Appraisal appraisal : appraisals) {
            Object kind = appraisal.claims().getOrDefault(Tpm2Quote.ENDORSEMENT_KEY_KIND, CLAIMABLE);
            if (appraisal.format().equals(FORMAT) && !kind.equals(CLAIMABLE)) {
                throw new Refusal(
                        409,
                        "NOT_CLAIMABLE",
                        "A miner claims a TPM by its endorsement key of kind " + CLAIMABLE + ", got " + kind);
            }
        }
    }

    /** What to remember of an accepted quote. */
    static Map<String, Object> remembered(Appraisal appraisal) {
        Map<String, Object> claims = appraisal.claims();
        if (!appraisal.format().equals(FORMAT)
                || !(claims.get("akName") instanceof String ak)
                || !(claims.get("clock") instanceof Long clock)
                || !(claims.get("resetCount") instanceof Long resets)
                || !(claims.get("restartCount") instanceof Long restarts)) {
            return Map.of();
        }
        return Map.of("ak", ak, "clock", clock, "reset_count", resets, "restart_count", restarts);
    }

    private record Quoted(String ek, String ak) {}

    /** The keys that a quote names, before anything of it was verified: they only find the row to compare with. */
    private static Optional<Quoted> quoted(Evidence evidence) {
        byte[] certificate = evidence.parts().get("ek_certificate");
        byte[] ak = evidence.parts().get("ak_public");
        if (certificate == null || ak == null || certificate.length > MOST_CERTIFICATE) {
            return Optional.empty();
        }
        try {
            return Certificates.pemOrDer(certificate, 1).stream()
                    .findFirst()
                    .map(found -> Tpm2Quote.endorsementKeyId(found.getPublicKey()))
                    .map(ek -> new Quoted(ek, akName(ak)))
                    .filter(found -> !found.ak.isEmpty());
        } catch (EvidenceRefused unreadable) {
            // The verifier says so in its own words.
            return Optional.empty();
        }
    }

    private static String akName(byte[] ak) {
        try {
            return HexFormat.of().formatHex(TpmPublic.of(ak).name());
        } catch (EvidenceRefused unreadable) {
            return "";
        }
    }
}
