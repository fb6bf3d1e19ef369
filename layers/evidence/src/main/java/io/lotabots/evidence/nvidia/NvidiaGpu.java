package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * NVIDIA GPUs and NVSwitches: measurements that the device signed (SPDM 1.1, P-384), up to NVIDIA's device identity, and
 * compared with NVIDIA's signed reference manifests. Parts {@code report}, as it is or in hexadecimal as NVIDIA's tools
 * write it, and {@code chain} (PEM, leaf first); anchors of the groups {@code nvidia-device} and {@code nvidia-rim}.
 *
 * <p>A report is not bound to the machine that the device sits in: whoever wants that puts a digest of the machine's own
 * evidence into the nonce.
 *
 * <p>Collateral: {@code nvidia/rim/NAME}, the manifests of the driver and of the firmware, and {@code nvidia/ocsp/SERIAL}
 * (hexadecimal), OCSP responses for the certificates above the leaf, which the device itself made, and for those that
 * signed manifests. Without all manifests executables are unrecognised, and without all responses the hardware is unsafe:
 * a warning.
 *
 * <p>Policy: {@code driver} and {@code vbios}, allowed versions; {@code allow_expired_rim} (false): manifests outlive the
 * certificates that signed them, at most as a warning.
 */
public final class NvidiaGpu extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .texts("driver", "[!-~]{1,64}")
            .texts("vbios", "[!-~]{1,64}")
            .flags("allow_expired_rim");

    private static final int MOST_REPORT_BYTES = 32 * 1024;
    private static final int MOST_CHAIN_BYTES = 32 * 1024;
    private static final int MOST_CERTIFICATES = 8;
    private static final int NVDEC0_STATUS = 11;
    private static final int FEATURE_FLAG = 36;

    private final Chains chains = new Chains();

    @Override
    public String name() {
        return "nvidia-gpu";
    }

    @Override
    public Set<String> parts() {
        return Set.of("report", "chain");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        SpdmReport report = SpdmReport.of(binary(evidence.part("report", 2 * MOST_REPORT_BYTES + 2)));
        List<X509Certificate> chain = Certificates.pem(evidence.part("chain", MOST_CHAIN_BYTES), MOST_CERTIFICATES);
        if (chain.isEmpty()) {
            throw new EvidenceRefused(Reason.BAD_CHAIN, "\"chain\" holds no certificate");
        }
        X509Certificate leaf = chain.getFirst();
        if (!Signatures.ecdsaRaw(leaf.getPublicKey(), "SHA-384", report.signed(), report.signature())) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the report is not signed by the key of the leaf");
        }
        Path path = chains.verify(chain, terms.anchors().group("nvidia-device"), terms.at(), Set.of());
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        List<String> missing = new ArrayList<>();
        boolean good = OcspStates.allGood(path, chain, 1, terms, missing);
        if (terms.nonce() != null && !MessageDigest.isEqual(terms.nonce(), report.nonce())) {
            throw new EvidenceRefused(Reason.NONCE_MISMATCH, "the report was asked for with another nonce");
        }
        Device device = Device.of(report, leaf);
        device.requireFirmwareOf(leaf);
        requireAllowed("driver", device.driver() == null ? "" : device.driver(), terms);
        requireAllowed("vbios", device.vbios(), terms);

        RimStore store = new RimStore(chains, terms, cautions, missing);
        List<Rim> manifests = store.manifests(device);
        new Measurements(report, report.opaque().get(NVDEC0_STATUS)).require(manifests);
        if (!good || !store.allGood()) {
            cautions.merge(
                    Reason.COLLATERAL_MISSING,
                    "OCSP does not tell the state of every certificate",
                    (a, b) -> a + "; " + b);
        }
        boolean expired = cautions.containsKey(Reason.RIM_CERT_EXPIRED);
        boolean complete = manifests.size() == device.manifests().size();
        TrustVector vector = TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withExecutables(
                        complete && !expired ? TrustVector.APPROVED_BOOT : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(good && store.allGood() ? TrustVector.GENUINE_HARDWARE : TrustVector.UNSAFE_HARDWARE);
        SequencedMap<String, Object> claims = claims(report, path, device, manifests);
        if (!missing.isEmpty()) {
            claims.put(Collateral.MISSING, missing.stream().distinct().toList());
        }
        return new Verdict.Accepted(claims, vector, cautions);
    }

    /** A report begins with the byte 11, its text with the digit 1. */
    private static byte[] binary(byte[] part) throws EvidenceRefused {
        if (part.length == 0 || part[0] != '1') {
            return part;
        }
        try {
            return HexFormat.of().parseHex(new String(part, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, "the report is neither SPDM nor that in hexadecimal");
        }
    }

    private static void requireAllowed(String name, String got, Terms terms) throws EvidenceRefused {
        Set<String> allowed = terms.policy().allowed(name);
        if (!allowed.isEmpty() && !allowed.contains(got)) {
            throw new EvidenceRefused(Reason.TCB_TOO_OLD, "the policy does not allow " + name + " \"" + got + "\"");
        }
    }

    private static SequencedMap<String, Object> claims(
            SpdmReport report, Path path, Device device, List<Rim> manifests) {
        HexFormat hex = HexFormat.of();
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("kind", device.isSwitch() ? "switch" : "gpu");
        claims.put("nonce", hex.formatHex(report.nonce()));
        if (device.driver() != null) {
            claims.put("driver", device.driver());
        }
        claims.put("vbios", device.vbios());
        claims.put("blocks", (long) report.measurements().size());
        if (device.fwid() != null) {
            claims.put("fwid", device.fwid());
        }
        byte[] features = report.opaque().get(FEATURE_FLAG);
        if (features != null) {
            claims.put("features", hex.formatHex(features));
        }
        // The key above the leaf is the device's own for life; the leaf changes with its firmware.
        claims.put(
                "device_id",
                hex.formatHex(Signatures.digest(
                        "SHA-256", path.issuer().getPublicKey().getEncoded())));
        List<Object> compared = new ArrayList<>();
        manifests.forEach(
                rim -> compared.add(List.of(rim.version(), (long) rim.active().size())));
        claims.put("rims", compared);
        return claims;
    }
}
