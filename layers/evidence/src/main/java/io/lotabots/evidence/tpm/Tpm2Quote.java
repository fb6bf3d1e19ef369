package io.lotabots.evidence.tpm;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.tpm.Binding.How;
import io.lotabots.evidence.tpm.TpmAttest.Quote;
import io.lotabots.evidence.tpm.TpmAttest.Selection;
import io.lotabots.evidence.tpm.TpmCertificates.Verified;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;

/**
 * A quote of a TPM 2.0 over its registers, with the logs that explain them (TCG TPM 2.0 Library, Parts 1 and 2).
 *
 * <p>Parts: {@code ak_public} (TPMT_PUBLIC or TPM2B_PUBLIC), {@code message} (TPMS_ATTEST), {@code signature}
 * (TPMT_SIGNATURE), {@code pcrs} (see {@link PcrValues}); and where there are some {@code event_log} (the firmware's),
 * {@code ima_log} (binary), {@code ek_certificate}, {@code ek_chain}, {@code credential_secret} (what
 * TPM2_ActivateCredential gave back), {@code ak_certificate}, {@code ak_chain}.
 *
 * <p>The attestation key must be tied to a TPM, or the evidence is refused as AK_NOT_BOUND_TO_EK: by a certificate of a
 * maker, by a credential ({@link MakeCredential}), or by an earlier one of which the policy knows. Only when the chip's
 * certificate is shown with it, and is no software TPM's, the hardware is genuine; otherwise the verdict is at most
 * {@code warning}. Registers without reference values are measured and compared with nothing: {@code warning} too.
 *
 * <p>Policy: {@code bank} (default any but SHA-1; {@code sha1} is accepted when named, with a caution),
 * {@code required_pcrs}, {@code pcr_0} to {@code pcr_23} (allowed values in hexadecimal), {@code ima_files} (digests that
 * files may have which the IMA list names, all but the boot's own entry; a violation is none of them), {@code activated_aks} (entries
 * {@code NAME} or {@code NAME/EK}: the key's name and {@link #endorsementKeyId} in hexadecimal), {@code credential}
 * ({@link #credential}), {@code allow_unbound_ak} (default false), {@code last_clock}, {@code last_reset_count} and
 * {@code last_restart_count} of this key's last quote.
 */
public final class Tpm2Quote extends Format {
    /** The claim that says of which kind the endorsement key is, as {@code RSA-2048} or {@code EC-256}. */
    public static final String ENDORSEMENT_KEY_KIND = "ekKind";

    private static final Settings SETTINGS = TpmPolicy.REGISTERS
            .texts("activated_aks", "[0-9a-f]{4,132}(/[0-9a-f]{64})?")
            .text("credential", "[0-9a-f]{4,132}/[0-9a-f]{64}/[0-9a-f]{64}")
            .texts(TpmPolicy.FILES, "[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}")
            .flags("allow_unbound_ak")
            .number("last_clock", 0, Long.MAX_VALUE)
            .number("last_reset_count", 0, 0xffff_ffffL)
            .number("last_restart_count", 0, 0xffff_ffffL);

    private final TpmCertificates certificates = new TpmCertificates();

    @Override
    public String name() {
        return "tpm2-quote";
    }

    @Override
    public Set<String> parts() {
        return Set.of(
                "ak_public",
                "message",
                "signature",
                "pcrs",
                "event_log",
                "ima_log",
                "ek_certificate",
                "ek_chain",
                "credential_secret",
                "ak_certificate",
                "ak_chain");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    /** How policies name an endorsement key: the SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. */
    public static String endorsementKeyId(PublicKey endorsementKey) {
        return Binding.digest(endorsementKey);
    }

    /** The policy setting {@code credential} for a secret that {@link MakeCredential} wrapped. */
    public static String credential(PublicKey endorsementKey, byte[] attestationKeyName, byte[] secret) {
        return HexFormat.of().formatHex(attestationKeyName) + "/" + Binding.digest(endorsementKey) + "/"
                + HexFormat.of().formatHex(TpmHash.SHA256.digest(secret));
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        TpmPublic ak = TpmPublic.of(evidence.part("ak_public", TpmPublic.MOST_BYTES));
        requireAttestationKey(ak);
        byte[] message = evidence.part("message", TpmAttest.MOST_BYTES);
        TpmSignature signature = TpmSignature.of(evidence.part("signature", TpmSignature.MOST_BYTES));
        if (!signature.verify(ak, message)) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the attestation key did not sign the message");
        }
        Binding binding = Binding.of(evidence, ak, certificates, terms);
        QuotedRegisters quoted =
                QuotedRegisters.of(message, signature.hash(), evidence.part("pcrs", PcrValues.MOST_BYTES), terms);
        TpmAttest attest = quoted.attest();
        Quote quote = (Quote) attest.body();
        TpmHash bank = quoted.bank();
        SortedMap<Integer, byte[]> registers = quoted.registers();
        TpmPolicy policy = new TpmPolicy(terms.policy());
        SequencedMap<String, Object> claims = claims(attest, quote, ak, bank);
        chipClaims(claims, binding);
        TrustVector vector = TrustVector.NONE
                .withInstanceIdentity(binding.how() == How.NONE ? 0 : TrustVector.RECOGNISED_INSTANCE)
                .withExecutables(
                        quoted.comparesBoot() && bank != TpmHash.SHA1
                                ? TrustVector.APPROVED_BOOT
                                : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withConfiguration(logs(evidence, bank, registers, policy, claims));
        quoted.requireAllowed(terms);
        policy.requireNotBeforeLast(attest.clock());
        Map<Reason, String> cautions = cautions(binding, ak, bank, signature.hash());
        return new Verdict.Accepted(
                claims,
                vector.withHardware(cautions.isEmpty() ? TrustVector.GENUINE_HARDWARE : TrustVector.UNSAFE_HARDWARE),
                cautions);
    }

    /**
     * A key that a TPM made and keeps, and that signs nothing but what the TPM says itself (Part 1, section 25).
     *
     * @throws EvidenceRefused AK_ATTRIBUTES
     */
    static void requireAttestationKey(TpmPublic ak) throws EvidenceRefused {
        long wanted = TpmPublic.FIXED_TPM
                | TpmPublic.FIXED_PARENT
                | TpmPublic.SENSITIVE_DATA_ORIGIN
                | TpmPublic.RESTRICTED
                | TpmPublic.SIGN;
        if (!ak.has(wanted) || ak.has(TpmPublic.DECRYPT)) {
            throw new EvidenceRefused(
                    Reason.AK_ATTRIBUTES,
                    "an attestation key is fixedTPM, fixedParent, sensitiveDataOrigin, restricted and signs only, got"
                            + " attributes %08x".formatted(ak.attributes()));
        }
    }

    /** As {@code RSA-2048} or {@code EC-256}. */
    private static String kind(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA-" + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "EC-" + ec.getParams().getCurve().getField().getFieldSize();
            default -> key.getAlgorithm();
        };
    }

    private static SequencedMap<String, Object> claims(TpmAttest attest, Quote quote, TpmPublic ak, TpmHash bank) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("extra", HexFormat.of().formatHex(attest.extraData()));
        claims.put("clock", attest.clock().clock());
        claims.put("resetCount", attest.clock().resetCount());
        claims.put("restartCount", attest.clock().restartCount());
        claims.put("safe", attest.clock().safe() ? 1L : 0L);
        claims.put("firmware", "0x" + HexFormat.of().toHexDigits(attest.firmware()));
        claims.put(
                "selection", quote.selections().stream().map(Tpm2Quote::claim).toList());
        claims.put("pcrDigest", HexFormat.of().formatHex(quote.pcrDigest()));
        claims.put("bank", bank.label());
        claims.put("akName", HexFormat.of().formatHex(ak.name()));
        return claims;
    }

    private static List<Object> claim(Selection selection) {
        return List.of(
                selection.bank().label(),
                selection.pcrs().stream().map(Integer::longValue).toList());
    }

    private static void chipClaims(SequencedMap<String, Object> claims, Binding binding) {
        claims.put("akBinding", binding.how().name().toLowerCase(Locale.ROOT));
        Verified chip = binding.chip();
        if (chip == null) {
            return;
        }
        if (binding.how() != How.CERTIFICATE) {
            PublicKey ek = chip.certificate().getPublicKey();
            claims.put("ek", Binding.digest(ek));
            claims.put(ENDORSEMENT_KEY_KIND, kind(ek));
        }
        TpmIdentity identity = chip.identity();
        if (identity != null) {
            claims.put("tpmManufacturer", identity.manufacturer());
            claims.put("tpmModel", identity.model());
            claims.put("tpmVersion", identity.version());
        }
        claims.put("tpmRoot", chip.anchor().vendor());
        if (chip.listMissing() != null) {
            claims.put(Collateral.MISSING, List.of("crl/" + chip.listMissing()));
        }
        claims.put("virtual", chip.virtual());
    }

    /** The configuration claim that the logs justify; adds what they say to the claims. */
    private static int logs(
            Evidence evidence,
            TpmHash bank,
            SortedMap<Integer, byte[]> registers,
            TpmPolicy policy,
            SequencedMap<String, Object> claims)
            throws EvidenceRefused {
        Boolean secureBoot = null;
        if (evidence.has("event_log")) {
            TpmLogs.Boot boot = TpmLogs.boot(evidence.part("event_log", EventLog.MOST_BYTES), bank, registers);
            claims.put("events", (long) boot.events());
            claims.put(
                    "replayed", boot.replayed().stream().map(Integer::longValue).toList());
            secureBoot = boot.secureBoot();
            if (secureBoot != null) {
                claims.put("secureBoot", secureBoot);
            }
        }
        if (evidence.has("ima_log")) {
            ImaList.Replayed ima =
                    TpmLogs.ima(evidence.part("ima_log", ImaList.MOST_BYTES), bank, registers, policy.asksForFiles());
            claims.put("ima_entries", (long) ima.entries());
            claims.put("ima_violations", (long) ima.violations());
            policy.requireFiles(ima.files());
        } else if (policy.asksForFiles()) {
            throw new EvidenceRefused(Reason.MISSING_PART, "the policy asks for \"ima_log\"");
        }
        if (policy.comparesSecureBoot()) {
            return TrustVector.APPROVED_CONFIGURATION;
        }
        return Boolean.FALSE.equals(secureBoot) ? TrustVector.UNSAFE_CONFIGURATION : 0;
    }

    private static Map<Reason, String> cautions(Binding binding, TpmPublic ak, TpmHash bank, TpmHash signatureHash) {
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        Verified chip = binding.chip();
        if (chip == null) {
            cautions.put(
                    Reason.AK_NOT_BOUND_TO_EK,
                    binding.how() == How.NONE
                            ? "nothing proves that the attestation key is a TPM's"
                            : "the attestation key was activated earlier; no certificate of its TPM came with this"
                                    + " quote");
        } else {
            chip.cautions(cautions);
        }
        if (WeakPrimes.in(ak.key())) {
            cautions.put(Reason.SILICON_WITH_KNOWN_BREAK, "the attestation key can be factored (CVE-2017-15361)");
        }
        if (bank == TpmHash.SHA1) {
            cautions.put(Reason.WEAK_BANK, "the registers are of SHA-1, whose collisions are affordable");
        }
        if (signatureHash == TpmHash.SHA1) {
            cautions.put(Reason.WEAK_SIGNATURE_HASH, "the quote is signed over SHA-1");
        }
        return cautions;
    }
}
