package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TrustVector;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is asked of a genuine quote; the settings stand in {@link Dcap}. */
record DcapPolicy(Policy policy, Map<Reason, String> cautions) {
    private static final Set<String> ACCEPTED =
            Set.of(TcbStatus.UP_TO_DATE.label(), TcbStatus.SW_HARDENING_NEEDED.label());

    /** @return the trust that is left */
    TrustVector appraise(Body body, Optional<Appraisal> appraisal) throws EvidenceRefused {
        requireStatus(appraisal);
        refuseOrWarn(
                body.isDebug(),
                !policy.flag("allow_debug", false),
                Reason.DEBUG_ENABLED,
                "a debugger may read and write it: bit 0 or 1 of its attributes is set");
        boolean measured = switch (body) {
            case TrustDomain domain -> isMeasured(domain);
            case Enclave enclave -> isMeasured(enclave);
        };
        return vector(body, measured);
    }

    private TrustVector vector(Body body, boolean measured) {
        boolean weak = cautions.containsKey(Reason.COLLATERAL_MISSING) || cautions.containsKey(Reason.TCB_STATUS);
        boolean open = cautions.containsKey(Reason.DEBUG_ENABLED)
                || cautions.containsKey(Reason.SEPT_VE_DISABLE_MISSING)
                || cautions.containsKey(Reason.MIGRATION_ALLOWED);
        return TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(open ? TrustVector.UNSAFE_CONFIGURATION : TrustVector.APPROVED_CONFIGURATION)
                .withExecutables(measured ? TrustVector.APPROVED_BOOT : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(weak ? TrustVector.UNSAFE_HARDWARE : TrustVector.GENUINE_HARDWARE)
                .withRuntimeOpaque(body.isDebug() ? 0 : TrustVector.ENCRYPTED_MEMORY);
    }

    private void requireStatus(Optional<Appraisal> appraisal) throws EvidenceRefused {
        if (appraisal.isEmpty()) {
            return;
        }
        TcbStatus status = appraisal.get().status();
        Set<String> asked = policy.allowed("accept");
        Set<String> accepted = asked.isEmpty() ? ACCEPTED : asked;
        String sentence = "the TCB is " + status.label() + advisories(appraisal.get());
        if (status == TcbStatus.REVOKED || !accepted.contains(status.label())) {
            throw new EvidenceRefused(Reason.TCB_STATUS, sentence);
        }
        if (status != TcbStatus.UP_TO_DATE) {
            cautions.put(Reason.TCB_STATUS, sentence);
        }
    }

    private static String advisories(Appraisal appraisal) {
        return appraisal.advisories().isEmpty() ? "" : ": " + String.join(", ", appraisal.advisories());
    }

    private boolean isMeasured(TrustDomain domain) throws EvidenceRefused {
        refuseOrWarn(
                !domain.isSeptVeDisabled(),
                policy.flag("require_sept_ve_disable", false),
                Reason.SEPT_VE_DISABLE_MISSING,
                "the host can inject exceptions into the guest: SEPT_VE_DISABLE, bit 28 of its attributes, is clear");
        refuseOrWarn(
                domain.isMigratable(),
                policy.flag("refuse_migratable", false),
                Reason.MIGRATION_ALLOWED,
                "the guest may be moved to another machine: bit 29 of its attributes is set");
        requireAllowed("mrseam", domain.mrSeam());
        requireAllowed("mrconfigid", domain.mrConfigId());
        requireAllowed("mrowner", domain.mrOwner());
        requireAllowed("mrownerconfig", domain.mrOwnerConfig());
        List<byte[]> registers = domain.rtmr();
        for (int i = 0; i < registers.size(); i++) {
            requireAllowed("rtmr" + i, registers.get(i));
        }
        return requireAllowed("mrtd", domain.mrTd());
    }

    private boolean isMeasured(Enclave enclave) throws EvidenceRefused {
        long product = policy.number("isvprodid", enclave.productId());
        if (product != enclave.productId()) {
            throw new EvidenceRefused(
                    Reason.MEASUREMENT_MISMATCH, "isvprodid is " + enclave.productId() + ", wanted " + product);
        }
        long least = policy.number("min_isvsvn", 0);
        if (enclave.svn() < least) {
            throw new EvidenceRefused(Reason.TCB_TOO_OLD, "isvsvn is " + enclave.svn() + ", at least " + least);
        }
        boolean bySigner = requireAllowed("mrsigner", enclave.mrSigner());
        return requireAllowed("mrenclave", enclave.mrEnclave()) || bySigner;
    }

    /** Whether the policy asks for this claim, which then is one of those it allows. */
    private boolean requireAllowed(String name, byte[] got) throws EvidenceRefused {
        Set<String> allowed = policy.allowed(name);
        String text = HexFormat.of().formatHex(got);
        if (!allowed.isEmpty() && allowed.stream().noneMatch(text::equalsIgnoreCase)) {
            throw new EvidenceRefused(Reason.MEASUREMENT_MISMATCH, name + " is " + text + ", which is not allowed");
        }
        return !allowed.isEmpty();
    }

    private void refuseOrWarn(boolean found, boolean refused, Reason reason, String sentence) throws EvidenceRefused {
        if (found && refused) {
            throw new EvidenceRefused(reason, sentence);
        }
        if (found) {
            cautions.put(reason, sentence);
        }
    }
}
