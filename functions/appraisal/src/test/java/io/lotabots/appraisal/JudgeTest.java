package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.verdicts.RuleRefused;
import io.lotabots.verdicts.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Kinds KINDS = AllKinds.kinds();
    private static final Submitted.Piece PIECE =
            new Submitted.Piece("cpu0", KINDS.named("sev-snp"), new Evidence(Map.of()));

    private static Verdict.Accepted accepted(TrustVector vector) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("vmpl", 1L);
        claims.put("chip_id", "ab".repeat(64));
        return new Verdict.Accepted(claims, vector, Map.of());
    }

    private static PolicyDocument policy(String rule, String claim, int otherwise) throws RuleRefused {
        Rules rules = new Rules();
        return new PolicyDocument(
                "p",
                3,
                List.of(),
                Map.of(),
                List.of(new PolicyDocument.CheckedRule(
                        "", rule, claim, otherwise, "says so", rules.of(rules.compile(rule)))));
    }

    @Test
    void a_rule_that_holds_changes_nothing_and_one_that_does_not_lowers_its_claim() throws RuleRefused {
        Verdict verdict = accepted(TrustVector.NONE.withHardware(2));
        Appraisal held = Judge.appraise(PIECE, verdict, policy("claims.vmpl <= 1", "hardware", 32));
        assertThat(held.status()).isEqualTo("affirming");
        assertThat(held.policy()).isEqualTo("policy:p/3");

        Appraisal broken = Judge.appraise(PIECE, verdict, policy("claims.vmpl == 0", "hardware", 32));
        assertThat(broken.status()).isEqualTo("warning");
        assertThat(broken.vector()).containsEntry("hardware", 32);
        assertThat(broken.rules()).extracting(Appraisal.Note::detail).containsExactly("says so");
    }

    @Test
    void no_rule_raises_what_the_verifier_found() throws RuleRefused {
        Verdict verdict = accepted(TrustVector.NONE.withHardware(97));
        Appraisal judged = Judge.appraise(PIECE, verdict, policy("claims.vmpl == 0", "hardware", 32));
        assertThat(judged.vector()).containsEntry("hardware", 97);
        assertThat(judged.status()).isEqualTo("contraindicated");
    }

    @Test
    void a_rule_that_comes_to_no_answer_does_not_hold() throws RuleRefused {
        Appraisal judged = Judge.appraise(
                PIECE, accepted(TrustVector.NONE.withHardware(2)), policy("claims.firmware > 3", "configuration", 96));
        assertThat(judged.status()).isEqualTo("contraindicated");
    }

    @Test
    void nothing_of_refused_evidence_is_believed() throws RuleRefused {
        Appraisal judged = Judge.appraise(
                PIECE, new Verdict.Refused(Reason.BAD_SIGNATURE, "nobody signed"), policy("true", "hardware", 32));
        assertThat(judged.status()).isEqualTo("contraindicated");
        assertThat(judged.claims()).isEmpty();
        assertThat(judged.device()).isEmpty();
        assertThat(judged.accepted()).isFalse();
    }

    @Test
    void several_pieces_are_as_good_as_the_worst() {
        Appraisal good = Judge.appraise(PIECE, accepted(TrustVector.NONE.withHardware(2)), PolicyDocument.STRICT);
        Appraisal none = Judge.appraise(PIECE, accepted(TrustVector.NONE), PolicyDocument.STRICT);
        Appraisal warned = Judge.appraise(PIECE, accepted(TrustVector.NONE.withHardware(32)), PolicyDocument.STRICT);
        assertThat(Judge.together(List.of(good, good))).isEqualTo("affirming");
        assertThat(Judge.together(List.of(good, none))).isEqualTo("none");
        assertThat(Judge.together(List.of(none, warned, good))).isEqualTo("warning");
    }
}
