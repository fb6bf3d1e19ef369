package io.lotabots.attestation.appraisal;

import java.util.List;

/**
 * What the evidence amounts to.
 *
 * @param passed whether the machine may have a weight
 * @param reason the first reason in the order of the protocol, as {@code code} or {@code code:detail}; {@code valid}
 *     when nothing is to be said
 * @param reasons every failing reason, in the same order; empty when passed
 * @param virtual whether the client's own check saw a virtual machine or an emulator
 * @param onlyVirtual whether that is the only failing reason
 */
public record Verdict(boolean passed, String reason, List<String> reasons, boolean virtual, boolean onlyVirtual) {
    static final String VALID = "valid";

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** The codes of the failing reasons, without their details. */
    public List<String> codes() {
        return reasons.stream().map(Verdict::code).distinct().toList();
    }

    static String code(String reason) {
        int colon = reason.indexOf(':');
        return colon < 0 ? reason : reason.substring(0, colon);
    }
}
