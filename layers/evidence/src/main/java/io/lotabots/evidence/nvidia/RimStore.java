package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the manifests of a device in the collateral and checks who signed them. */
final class RimStore {
    private final Chains chains;
    private final Terms terms;
    private final Map<Reason, String> cautions;
    private final List<String> missing;
    private boolean allGood = true;

    /** @param missing where the keys go of what is not there */
    RimStore(Chains chains, Terms terms, Map<Reason, String> cautions, List<String> missing) {
        this.chains = chains;
        this.terms = terms;
        this.cautions = cautions;
        this.missing = missing;
    }

    /** Those that are known, each of the version that the device runs; what is missing is a caution. */
    List<Rim> manifests(Device device) throws EvidenceRefused {
        List<Rim> manifests = new ArrayList<>();
        for (String name : device.manifests()) {
            byte[] xml = terms.collateral().find("nvidia/rim/" + name).orElse(null);
            if (xml == null) {
                missing.add("nvidia/rim/" + name);
                cautions.merge(
                        Reason.COLLATERAL_MISSING,
                        "no manifest is known: \"nvidia/rim/" + name + "\"",
                        (first, next) -> first + "; " + next);
                continue;
            }
            Rim rim = Rim.of(xml);
            requireSigners(rim);
            String wanted = name.startsWith("NV_GPU_DRIVER_") ? device.driver() : device.vbios();
            if (!rim.version().equalsIgnoreCase(wanted)) {
                throw new EvidenceRefused(
                        Reason.MEASUREMENT_MISMATCH,
                        "the manifest is of version " + rim.version() + ", the device runs " + wanted);
            }
            manifests.add(rim);
        }
        return manifests;
    }

    /** Whether OCSP told a good state of every certificate that signed. */
    boolean allGood() {
        return allGood;
    }

    private void requireSigners(Rim rim) throws EvidenceRefused {
        X509Certificate signer = rim.signers().getFirst();
        Instant end = signer.getNotAfter().toInstant();
        boolean expired = end.isBefore(terms.at());
        if (expired && terms.policy().flag("allow_expired_rim", false)) {
            cautions.put(Reason.RIM_CERT_EXPIRED, "the certificate that signed a manifest ended at " + end);
            verify(rim, end);
            return;
        }
        allGood &= OcspStates.allGood(verify(rim, terms.at()), rim.signers(), 0, terms, missing);
    }

    private Path verify(Rim rim, Instant at) throws EvidenceRefused {
        try {
            return chains.verify(rim.signers(), terms.anchors().group("nvidia-rim"), at, Set.of());
        } catch (EvidenceRefused refused) {
            throw new EvidenceRefused(
                    switch (refused.reason()) {
                        case CERT_EXPIRED -> Reason.RIM_CERT_EXPIRED;
                        case BAD_CHAIN, UNTRUSTED_ROOT -> Reason.RIM_UNTRUSTED_ROOT;
                        default -> refused.reason();
                    },
                    "manifest: " + refused.detail());
        }
    }
}
