package io.lotabots.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final Map<String, Object> GUEST = Map.of(
            "format",
            "sev-snp",
            "claims",
            Map.of(
                    "vmpl",
                    0L,
                    "debug",
                    false,
                    "measurement",
                    "ab12",
                    "tcb",
                    Map.of("snp", 22L),
                    "pcrs",
                    List.of(0L, 7L)),
            "vector",
            Map.of("hardware", 2L));

    private final Rules rules = new Rules();

    private boolean holds(String text) throws RuleRefused {
        return rules.of(rules.compile(text)).holds(GUEST);
    }

    @Test
    void a_rule_answers_by_the_claims() throws RuleRefused {
        assertThat(holds("claims.vmpl == 0 && !claims.debug")).isTrue();
        assertThat(holds("claims.tcb.snp >= 23")).isFalse();
        assertThat(holds("claims.measurement in ['ab12', 'cd34']")).isTrue();
        assertThat(holds("claims.pcrs.exists(p, p == 7)")).isTrue();
        assertThat(holds("format == 'sev-snp' ? vector['hardware'] <= 2 : true"))
                .isTrue();
        assertThat(holds("has(claims.firmware)")).isFalse();
    }

    @Test
    void a_missing_claim_is_no_answer() {
        assertThatExceptionOfType(RuleRefused.class)
                .isThrownBy(() -> holds("claims.firmware > 3"))
                .withMessageContaining("firmware");
    }

    @Test
    void what_is_neither_yes_nor_no_is_no_answer() {
        assertThatExceptionOfType(RuleRefused.class).isThrownBy(() -> holds("claims.vmpl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format",
                "1 + 1 == 2",
                "'a' + 'b' == 'ab'",
                "claims.measurement.matches('a+')",
                "[1, 2].map(x, x).size() == 2",
                "string(1) == '1'",
                "claims.vmpl ==",
                "unknown == 1",
                "[1].all(a, [1].all(b, [1].all(c, true)))"
            })
    void what_could_grow_or_is_no_rule_is_refused_when_it_is_handed_in(String text) {
        assertThatExceptionOfType(RuleRefused.class).isThrownBy(() -> rules.compile(text));
    }

    @Test
    void a_rule_is_bounded_in_length_nodes_and_depth() {
        assertThatExceptionOfType(RuleRefused.class).isThrownBy(() -> rules.compile("true" + " ".repeat(1997)));
        assertThatExceptionOfType(RuleRefused.class)
                .isThrownBy(() -> rules.compile("true" + " && claims.vmpl == 0".repeat(90)));
        assertThatExceptionOfType(RuleRefused.class)
                .isThrownBy(() -> rules.compile("(".repeat(500) + "true" + ")".repeat(500)));
        assertThatNoException().isThrownBy(() -> rules.compile("true" + " && claims.vmpl == 0".repeat(30)));
    }

    @Test
    void a_loop_ends_after_its_rounds() throws RuleRefused {
        Rules.Rule rule = rules.of(rules.compile("claims.list.all(a, claims.list.all(b, a == b))"));
        Map<String, Object> few = Map.of("format", "x", "vector", Map.of(), "claims", Map.of("list", List.of(1L, 1L)));
        Map<String, Object> many =
                Map.of("format", "x", "vector", Map.of(), "claims", Map.of("list", Collections.nCopies(100_000, 1L)));
        assertThat(rule.holds(few)).isTrue();
        assertThatExceptionOfType(RuleRefused.class).isThrownBy(() -> rule.holds(many));
    }

    @Test
    void what_is_no_checked_tree_is_refused() {
        assertThatExceptionOfType(RuleRefused.class).isThrownBy(() -> rules.of(new byte[] {1, 2, 3}));
    }
}
