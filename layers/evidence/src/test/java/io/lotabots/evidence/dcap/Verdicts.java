package io.lotabots.evidence.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.Verdict;
import java.util.Map;

/** What the verifier of quotes says, as tests ask for it. */
final class Verdicts {
    private static final Dcap FORMAT = new Dcap();

    private Verdicts() {}

    static Verdict.Accepted accepted(Platform platform, Map<String, Object> policy) {
        return accepted(platform.evidence(), platform.terms(policy));
    }

    static Verdict.Accepted accepted(Evidence evidence, Terms terms) {
        Verdict verdict = FORMAT.verify(evidence, terms);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    static void refused(Reason reason, Platform platform, Map<String, Object> policy) {
        refused(reason, platform.evidence(), platform.terms(policy));
    }

    static void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(FORMAT.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
