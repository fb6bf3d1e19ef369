package io.lotabots.appraisal;

import io.lotabots.evidence.Policy;
import io.lotabots.verdicts.Rules;
import java.util.List;
import java.util.Map;

/**
 * What is asked of evidence beyond being genuine.
 *
 * @param name {@code strict} is built in
 * @param version from 1; 0 for what is built in
 * @param formats the formats that it takes; empty for all
 * @param settings of each format by its name: what the format's verifier calls them
 * @param rules each can only lower trust
 */
record PolicyDocument(
        String name,
        long version,
        List<String> formats,
        Map<String, Map<String, Object>> settings,
        List<CheckedRule> rules) {
    /** Every setting at its strict default, no rules. */
    static final PolicyDocument STRICT = new PolicyDocument("strict", 0, List.of(), Map.of(), List.of());

    PolicyDocument {
        formats = List.copyOf(formats);
        settings = Map.copyOf(settings);
        rules = List.copyOf(rules);
    }

    /**
     * A rule that was compiled.
     *
     * @param format the format that it is about; empty for all
     * @param rule its text, for people
     * @param claim the claim of the trustworthiness vector that is lowered when it does not hold
     * @param otherwise what the claim is lowered to, 32 to 127
     */
    record CheckedRule(String format, String rule, String claim, int otherwise, String says, Rules.Rule check) {}

    boolean takes(Kind kind) {
        return formats.isEmpty() || formats.contains(kind.name());
    }

    /** The settings of a format. */
    Policy of(Kind kind) {
        return new Policy(settings.getOrDefault(kind.name(), Map.of()));
    }

    /** The name under which results carry it. */
    String id() {
        return "policy:" + name + "/" + version;
    }
}
