package io.lotabots.appraisal;

import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.verdicts.RuleRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Brings a verdict under a policy: rules lower what a verifier said, they never raise it. */
final class Judge {
    /** AR4SI: cryptographic validation failed. */
    private static final int FAILED = 99;

    /** The statuses from the best to the worst. */
    private static final List<Tier> ORDER = List.of(Tier.AFFIRMING, Tier.NONE, Tier.WARNING, Tier.CONTRAINDICATED);

    private Judge() {}

    /** @param policy decides by its rules; its settings were given to the verifier before */
    static Appraisal appraise(Submitted.Piece piece, Verdict verdict, PolicyDocument policy) {
        return switch (verdict) {
            case Verdict.Refused refused ->
                new Appraisal(
                        piece.label(),
                        piece.kind().name(),
                        Tier.CONTRAINDICATED.label(),
                        policy.id(),
                        TrustVector.NONE.withInstanceIdentity(FAILED).claims(),
                        new LinkedHashMap<>(),
                        List.of(new Appraisal.Note(refused.reason().code(), refused.detail())),
                        List.of(),
                        List.of(),
                        "");
            case Verdict.Accepted accepted -> accepted(piece, accepted, policy);
        };
    }

    private static Appraisal accepted(Submitted.Piece piece, Verdict.Accepted verdict, PolicyDocument policy) {
        SequencedMap<String, Integer> vector =
                new LinkedHashMap<>(verdict.vector().claims());
        List<Appraisal.Note> broken = new ArrayList<>();
        Map<String, Object> asked = new HashMap<>();
        asked.put("format", piece.kind().name());
        asked.put("claims", verdict.claims());
        Map<String, Long> numbers = new HashMap<>();
        vector.forEach((claim, value) -> numbers.put(claim, (long) value));
        asked.put("vector", numbers);
        for (PolicyDocument.CheckedRule rule : policy.rules()) {
            if (!rule.format().isEmpty() && !rule.format().equals(piece.kind().name())) {
                continue;
            }
            String why = broken(rule, asked);
            if (!why.isEmpty()) {
                broken.add(new Appraisal.Note("rule_not_held", why));
                vector.merge(rule.claim(), rule.otherwise(), Judge::worse);
            }
        }
        List<Appraisal.Note> cautions = verdict.cautions().entrySet().stream()
                .map(caution -> new Appraisal.Note(caution.getKey().code(), caution.getValue()))
                .sorted(java.util.Comparator.comparing(Appraisal.Note::code))
                .toList();
        return new Appraisal(
                piece.label(),
                piece.kind().name(),
                status(vector).label(),
                policy.id(),
                vector,
                verdict.claims(),
                List.of(),
                cautions,
                broken,
                piece.kind().device(verdict.claims()).orElse(""));
    }

    /** Why a rule does not hold; empty when it does. A rule that comes to no answer does not hold. */
    private static String broken(PolicyDocument.CheckedRule rule, Map<String, Object> asked) {
        String says = rule.says().isEmpty() ? rule.rule() : rule.says();
        try {
            return rule.check().holds(asked) ? "" : says;
        } catch (RuleRefused unanswered) {
            return says + " (" + unanswered.sentence() + ")";
        }
    }

    private static Integer worse(Integer one, Integer other) {
        int byTier = Tier.of(one).compareTo(Tier.of(other));
        return byTier > 0 || (byTier == 0 && one > other) ? one : other;
    }

    private static Tier status(Map<String, Integer> vector) {
        return vector.values().stream().map(Tier::of).max(Tier::compareTo).orElse(Tier.NONE);
    }

    /** The status of several pieces together: the worst, where a piece without any claim counts as no affirmation. */
    static String together(List<Appraisal> appraisals) {
        return appraisals.stream()
                .map(Appraisal::status)
                .max(java.util.Comparator.comparingInt(Judge::rank))
                .orElse(Tier.NONE.label());
    }

    private static int rank(String status) {
        for (int i = 0; i < ORDER.size(); i++) {
            if (ORDER.get(i).label().equals(status)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no status: " + status);
    }
}
