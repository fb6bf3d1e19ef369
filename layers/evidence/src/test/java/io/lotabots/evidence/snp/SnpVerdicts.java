package io.lotabots.evidence.snp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.Verdict;
import java.util.Map;

/** What the verifier of reports says, as tests ask for it. */
final class SnpVerdicts {
    static final SevSnp FORMAT = new SevSnp();

    private SnpVerdicts() {}

    static Verdict.Accepted accepted(Evidence evidence, Terms terms) {
        Verdict verdict = FORMAT.verify(evidence, terms);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    static void refused(Reason reason, SnpGuest guest, Map<String, Object> policy) {
        refused(reason, guest.evidence(), guest.terms(policy));
    }

    static void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(FORMAT.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
