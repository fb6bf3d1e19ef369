package io.lotabots.evidence.snp;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TrustVector;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** What is asked of a genuine report; the settings stand in {@link SevSnp}. */
record SnpPolicy(Policy policy) {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * @param cautions where checks that do not refuse leave their sentence
     * @return the trust that is left
     */
    TrustVector appraise(Report report, Product product, Map<Reason, String> cautions) throws EvidenceRefused {
        refuseOrWarn(
                report.isDebug(),
                !policy.flag("allow_debug", false),
                Reason.DEBUG_ENABLED,
                "the guest's policy lets the host debug it: bit 19 is set",
                cautions);
        refuseOrWarn(
                report.isMigratable(),
                !policy.flag("allow_migration_agent", false),
                Reason.MIGRATION_ALLOWED,
                "the guest may be handed to a migration agent: bit 18 of its policy is set, or it has an agent",
                cautions);
        refuseOrWarn(
                !report.areAliasesChecked(),
                policy.flag("require_alias_check", false),
                Reason.MEMORY_ALIASES_UNCHECKED,
                "the platform has not checked its memory for aliases (BadRAM): bit 5 of its information is clear",
                cautions);
        requireVmpl(report.vmpl());
        requireTcb(report.reportedTcb(), product);
        boolean measured = requireAllowed("measurement", report.measurement());
        requireAllowed("host_data", report.hostData());
        requireAllowed("id_key_digest", report.idKeyDigest());
        requireAllowed("author_key_digest", report.authorKeyDigest());
        if (product.isBroken()) {
            cautions.put(
                    Reason.SILICON_WITH_KNOWN_BREAK,
                    "signing keys of " + product.label() + " are said to be extractable in software");
        }
        return vector(report, measured, cautions);
    }

    private static TrustVector vector(Report report, boolean measured, Map<Reason, String> cautions) {
        boolean weak = cautions.containsKey(Reason.SILICON_WITH_KNOWN_BREAK)
                || cautions.containsKey(Reason.MEMORY_ALIASES_UNCHECKED)
                || cautions.containsKey(Reason.COLLATERAL_MISSING);
        boolean open = report.isDebug() || report.isMigratable();
        return TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(open ? TrustVector.UNSAFE_CONFIGURATION : TrustVector.APPROVED_CONFIGURATION)
                .withExecutables(measured ? TrustVector.APPROVED_BOOT : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(weak ? TrustVector.UNSAFE_HARDWARE : TrustVector.GENUINE_HARDWARE)
                .withRuntimeOpaque(report.isDebug() ? 0 : TrustVector.ENCRYPTED_MEMORY);
    }

    private void requireVmpl(long vmpl) throws EvidenceRefused {
        long most = policy.number("max_vmpl", 0);
        if (vmpl > most) {
            throw new EvidenceRefused(
                    Reason.VMPL_TOO_HIGH, "the report was asked for at VMPL " + vmpl + ", at most " + most);
        }
    }

    private void requireTcb(byte[] reported, Product product) throws EvidenceRefused {
        String least = policy.text("min_tcb", "0000000000000000");
        if (!least.matches("[0-9a-fA-F]{16}")) {
            throw new IllegalArgumentException(
                    "policy setting \"min_tcb\" is 16 hexadecimal digits, got \"" + least + "\"");
        }
        byte[] wanted = HEX.parseHex(least);
        for (Product.Component component : product.components()) {
            if (component.in(reported) < component.in(wanted)) {
                throw new EvidenceRefused(
                        Reason.TCB_TOO_OLD,
                        component.name() + " is " + component.in(reported) + ", at least " + component.in(wanted));
            }
        }
    }

    /** Whether the policy asks for this claim, which then is one of those it allows. */
    private boolean requireAllowed(String name, byte[] got) throws EvidenceRefused {
        Set<String> allowed = policy.allowed(name);
        String text = HEX.formatHex(got);
        if (!allowed.isEmpty() && allowed.stream().noneMatch(text::equalsIgnoreCase)) {
            throw new EvidenceRefused(Reason.MEASUREMENT_MISMATCH, name + " is " + text + ", which is not allowed");
        }
        return !allowed.isEmpty();
    }

    private static void refuseOrWarn(
            boolean found, boolean refused, Reason reason, String sentence, Map<Reason, String> cautions)
            throws EvidenceRefused {
        if (found && refused) {
            throw new EvidenceRefused(reason, sentence);
        }
        if (found) {
            cautions.put(reason, sentence);
        }
    }
}
