package io.lotabots.evidence;

/**
 * One kind of hardware evidence.
 *
 * <p>A pure function: the same evidence and terms give the same verdict, whatever was verified before. Instances are
 * thread safe and may remember only what speeds up the next call, as signatures of intermediates.
 */
public abstract class Format {
    /** The name in policies, on the command line and in {@code cases}: {@code sev-snp}. */
    public abstract String name();

    /** Appraises; never throws for what the evidence or the collateral holds. */
    public final Verdict verify(Evidence evidence, Terms terms) {
        try {
            return appraise(evidence, terms);
        } catch (EvidenceRefused refused) {
            return new Verdict.Refused(refused.reason(), refused.detail());
        }
    }

    /** @throws EvidenceRefused at the first check that fails */
    protected abstract Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused;
}
