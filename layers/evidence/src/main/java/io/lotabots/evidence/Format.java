package io.lotabots.evidence;

import java.util.Optional;
import java.util.Set;

/**
 * One kind of hardware evidence.
 *
 * <p>A pure function: the same evidence and terms give the same verdict, whatever was verified before. Instances are
 * thread safe and may remember only what speeds up the next call, as signatures of intermediates.
 */
public abstract class Format {
    /** The name in policies, on the command line and in {@code cases}: {@code sev-snp}. */
    public abstract String name();

    /** The parts that evidence may have; whatever else is sent is not read. */
    public abstract Set<String> parts();

    /** The settings that a policy may have. */
    public abstract Settings settings();

    /**
     * Appraises; never throws for what the evidence or the collateral holds. A policy that is not understood refuses all
     * evidence: it may ask for something.
     */
    public final Verdict verify(Evidence evidence, Terms terms) {
        Optional<String> problem = settings().problem(terms.policy());
        if (problem.isPresent()) {
            return new Verdict.Refused(Reason.POLICY_NOT_UNDERSTOOD, problem.get());
        }
        try {
            return appraise(evidence.only(parts()), terms);
        } catch (EvidenceRefused refused) {
            return new Verdict.Refused(refused.reason(), refused.detail());
        }
    }

    /** @throws EvidenceRefused at the first check that fails */
    protected abstract Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused;
}
