package io.lotabots.evidence.azure;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.azure.HclReport.Hardware;
import io.lotabots.evidence.dcap.Dcap;
import io.lotabots.evidence.snp.SevSnp;
import io.lotabots.evidence.tpm.QuotedRegisters;
import io.lotabots.evidence.tpm.TpmHash;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A confidential virtual machine of Azure: the hardware vouches for the paravisor's runtime data, which names the virtual
 * TPM's attestation key, which signs a quote for the nonce.
 *
 * <p>Evidence: {@code evidence}, the JSON that attesters write ({@link AzureEvidence} tells the fields). Anchors, collateral
 * and policy are those of {@link SevSnp} or {@link Dcap}, whose checks all run on the hardware's part; the nonce is the
 * quote's. Policy of the TPM's part, as in {@code tpm2-quote}: {@code bank}, {@code required_pcrs}, {@code pcr_0} to
 * {@code pcr_23}; and {@code require_secure_boot} (false).
 *
 * <p>The report is asked for at VMPL 0, whatever {@code max_vmpl} says.
 *
 * <p>Trust: that of the hardware. Executables are approved only where both the hardware's measurement, which is the
 * paravisor's, and registers 0, 2 and 4, which are what it booted, are asked; a machine without Secure Boot has an unsafe
 * configuration.
 */
public final class AzureCvm extends Format {
    private final SevSnp snp = new SevSnp();
    private final Dcap dcap = new Dcap();
    private final Settings settings =
            snp.settings().and(dcap.settings()).and(QuotedRegisters.settings()).flags("require_secure_boot");

    @Override
    public String name() {
        return "az-cvm-vtpm";
    }

    @Override
    public Set<String> parts() {
        return Set.of("evidence");
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        AzureEvidence parts = AzureEvidence.read(evidence.part("evidence", AzureEvidence.MOST_BYTES));
        HclReport hcl = HclReport.read(parts.hclReport());
        Verdict.Accepted hardware = hardware(hcl, parts, terms);
        hcl.requireVouched(reportData(hardware));
        RuntimeData runtime = RuntimeData.read(hcl.runtimeData());
        if (!Signatures.rsaPkcs1(runtime.attestationKey(), "SHA-256", parts.message(), parts.signature())) {
            throw new EvidenceRefused(
                    Reason.BAD_QUOTE_SIGNATURE, "the quote is not signed by the attestation key of the runtime data");
        }
        QuotedRegisters quoted = QuotedRegisters.of(parts.message(), TpmHash.SHA256, parts.pcrs(), terms);
        quoted.requireAllowed(terms);
        requireSecureBoot(runtime, terms);
        return new Verdict.Accepted(
                claims(hardware, runtime, quoted), vector(hardware.vector(), runtime, quoted), hardware.cautions());
    }

    /** The verdict on the hardware's part alone; the nonce is not in it but in the quote. */
    private Verdict.Accepted hardware(HclReport hcl, AzureEvidence parts, Terms terms) throws EvidenceRefused {
        boolean tdx = hcl.hardware() == Hardware.TDX;
        if (tdx != parts.tdx()) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    "the HCL report is of " + hcl.hardware() + ", what came with it of "
                            + (parts.tdx() ? Hardware.TDX : Hardware.SNP));
        }
        Verdict verdict = tdx
                ? dcap.verify(new Evidence(Map.of("quote", parts.endorsement())), ofHardware(dcap, terms))
                : snp.verify(
                        new Evidence(Map.of("report", hcl.hardwareReport(), "leaf", parts.endorsement())),
                        ofHardware(snp, terms));
        return switch (verdict) {
            case Verdict.Accepted accepted -> paravisors(accepted);
            case Verdict.Refused refused -> throw new EvidenceRefused(refused.reason(), refused.detail());
        };
    }

    /**
     * The report is the paravisor's own. Measured together with it is what runs above it, so that the measurement does not
     * tell them apart, and no policy may let that ask for the report in its place.
     */
    private static Verdict.Accepted paravisors(Verdict.Accepted hardware) throws EvidenceRefused {
        Object level = hardware.claims().getOrDefault("vmpl", 0L);
        if (!level.equals(0L)) {
            throw new EvidenceRefused(
                    Reason.VMPL_TOO_HIGH, "the report was asked for at VMPL " + level + ", the paravisor's is 0");
        }
        return hardware;
    }

    private static Terms ofHardware(Format hardware, Terms terms) {
        return new Terms(
                null,
                terms.at(),
                terms.anchors(),
                terms.collateral(),
                terms.policy().only(hardware.settings().names()));
    }

    private static byte[] reportData(Verdict.Accepted hardware) {
        return HexFormat.of()
                .parseHex((String) Objects.requireNonNull(hardware.claims().get("report_data")));
    }

    private static void requireSecureBoot(RuntimeData runtime, Terms terms) throws EvidenceRefused {
        if (terms.policy().flag("require_secure_boot", false) && !runtime.isSecureBoot()) {
            throw new EvidenceRefused(
                    Reason.MEASUREMENT_MISMATCH, "the machine's configuration does not say \"secure-boot\"");
        }
    }

    private static TrustVector vector(TrustVector hardware, RuntimeData runtime, QuotedRegisters quoted) {
        TrustVector vector = hardware;
        if (!quoted.comparesBoot()) {
            vector = vector.withExecutables(TrustVector.UNRECOGNISED_EXECUTABLES);
        }
        return runtime.isSecureBoot() ? vector : vector.withConfiguration(TrustVector.UNSAFE_CONFIGURATION);
    }

    private static SequencedMap<String, Object> claims(
            Verdict.Accepted hardware, RuntimeData runtime, QuotedRegisters quoted) {
        SequencedMap<String, Object> registers = new LinkedHashMap<>();
        quoted.registers()
                .forEach((pcr, value) ->
                        registers.put(Integer.toString(pcr), HexFormat.of().formatHex(value)));
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("hardware", hardware.claims());
        claims.put("vm", runtime.configuration());
        claims.put("nonce", HexFormat.of().formatHex(quoted.attest().extraData()));
        claims.put("userData", runtime.userData());
        claims.put("bank", quoted.bank().label());
        claims.put("pcrs", registers);
        return claims;
    }
}
