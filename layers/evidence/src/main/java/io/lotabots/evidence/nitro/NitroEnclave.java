package io.lotabots.evidence.nitro;

import io.lotabots.evidence.Chains;
import io.lotabots.evidence.CoseSign1;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * AWS Nitro Enclaves: an attestation document that the Nitro hypervisor signed with ES384 for one enclave (COSE_Sign1,
 * RFC 9052). Part {@code document}; anchors of the group {@code aws-nitro}.
 *
 * <p>Certificates of instances live for hours and AWS tells verifiers to leave their revocation lists alone, so there is no
 * collateral. A document of an enclave in debug mode has zeros in PCR0, PCR1 and PCR2.
 *
 * <p>Policy: {@code pcr0} to {@code pcr31}, each one value or several in hexadecimal, of which the register must be one;
 * {@code allow_debug} (false); {@code max_age_seconds} (10,800, what a leaf lives) since the document was made. Executables
 * are approved when the policy asked for the image (PCR0), for kernel and application (PCR1 and PCR2) or for the signer of
 * the image (PCR8), and unrecognised otherwise.
 */
public final class NitroEnclave extends Format {
    private static final int MOST_BYTES = 24 * 1024;
    private static final int ES384 = -35;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final long LEAF_LIFE_SECONDS = Duration.ofHours(3).toSeconds();
    private static final String ZEROS = "00".repeat(48);

    private static final Settings SETTINGS = Settings.NONE
            .hex(48, IntStream.range(0, 32).mapToObj(index -> "pcr" + index).toArray(String[]::new))
            .flags("allow_debug")
            .number("max_age_seconds", 0, Duration.ofDays(36_500).toSeconds());

    private final Chains chains = new Chains();

    @Override
    public String name() {
        return "aws-nitro";
    }

    @Override
    public Set<String> parts() {
        return Set.of("document");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        CoseSign1 message = CoseSign1.of(evidence.part("document", MOST_BYTES));
        if (message.algorithm() != ES384) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, "a document is signed with -35 (ES384), got " + message.algorithm());
        }
        NitroDocument document = NitroDocument.of(message.payload());
        X509Certificate leaf = document.chain().getFirst();
        if (!message.isSignedBy(leaf.getPublicKey())) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the document is not signed by its certificate");
        }
        chains.verify(document.chain(), terms.anchors().group("aws-nitro"), terms.at(), Set.of());
        requireSigner(leaf);
        requireFresh(document, terms);

        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        boolean debug = isDebug(document);
        if (debug) {
            String detail = "the enclave runs in debug mode: its first PCRs are zero";
            if (!terms.policy().flag("allow_debug", false)) {
                throw new EvidenceRefused(Reason.DEBUG_ENABLED, detail);
            }
            cautions.put(Reason.DEBUG_ENABLED, detail);
        }
        Set<Integer> compared = requireMeasurements(document, terms.policy());
        boolean approved = compared.contains(0) || compared.containsAll(Set.of(1, 2)) || compared.contains(8);
        TrustVector vector = TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(debug ? TrustVector.UNSAFE_CONFIGURATION : TrustVector.APPROVED_CONFIGURATION)
                .withExecutables(approved ? TrustVector.APPROVED_EXECUTABLES : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(TrustVector.GENUINE_HARDWARE);
        return new Verdict.Accepted(claims(document, debug), vector, cautions);
    }

    private static void requireSigner(X509Certificate leaf) throws EvidenceRefused {
        boolean[] usage = leaf.getKeyUsage();
        if (leaf.getBasicConstraints() >= 0 || usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new EvidenceRefused(Reason.BAD_CHAIN, "the leaf is an authority or may not sign");
        }
    }

    private static void requireFresh(NitroDocument document, Terms terms) throws EvidenceRefused {
        if (terms.nonce() != null && !MessageDigest.isEqual(terms.nonce(), document.nonce())) {
            throw new EvidenceRefused(Reason.NONCE_MISMATCH, "the document holds another nonce");
        }
        long most = terms.policy().number("max_age_seconds", LEAF_LIFE_SECONDS);
        Instant made = Instant.ofEpochMilli(document.timestamp());
        if (made.isBefore(terms.at().minusSeconds(most))) {
            throw new EvidenceRefused(
                    Reason.EVIDENCE_TOO_OLD, "the document is of " + made + ", more than " + most + " seconds ago");
        }
    }

    /** Zeros in any of the three: a document that hides only one of them is no better. */
    private static boolean isDebug(NitroDocument document) {
        for (int index = 0; index < 3; index++) {
            if (document.pcrs().getOrDefault(index, ZEROS).equals(ZEROS)) {
                return true;
            }
        }
        return false;
    }

    /** The registers that the policy asked for and that are as it asked. */
    private static Set<Integer> requireMeasurements(NitroDocument document, Policy policy) throws EvidenceRefused {
        Set<Integer> compared = new HashSet<>();
        for (int index = 0; index < 32; index++) {
            Set<String> allowed = policy.allowed("pcr" + index).stream()
                    .map(value -> value.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            if (allowed.isEmpty()) {
                continue;
            }
            String got = document.pcrs().get(index);
            if (got == null || !allowed.contains(got)) {
                throw new EvidenceRefused(
                        Reason.MEASUREMENT_MISMATCH,
                        "PCR" + index + " is " + (got == null ? "missing" : got) + ", which the policy does not allow");
            }
            compared.add(index);
        }
        return compared;
    }

    private static SequencedMap<String, Object> claims(NitroDocument document, boolean debug) {
        HexFormat hex = HexFormat.of();
        // Registers that nobody extended say nothing.
        SequencedMap<String, Object> pcrs = new LinkedHashMap<>();
        document.pcrs().forEach((index, value) -> {
            if (!value.equals(ZEROS)) {
                pcrs.put(Integer.toString(index), value);
            }
        });
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("module_id", document.moduleId());
        claims.put("timestamp", document.timestamp());
        claims.put("pcrs", pcrs);
        claims.put("public_key", hex.formatHex(document.publicKey()));
        claims.put("user_data", hex.formatHex(document.userData()));
        claims.put("nonce", hex.formatHex(document.nonce()));
        claims.put("debug", debug);
        return claims;
    }
}
