package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private static final CommonPasswords COMMON = CommonPasswords.load();

    private final PasswordPolicy policy = new PasswordPolicy(COMMON);

    @Test
    void the_list_holds_at_least_the_three_thousand_most_common() {
        assertThat(COMMON.size()).isGreaterThan(3000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord", "12345678", "qwertyui", "football", "iloveyou1", "password1"})
    void what_everybody_chooses_is_refused(String password) {
        assertThat(policy.objection(password, List.of())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seven77", "", "ääääääa"})
    void what_is_too_short_is_refused_by_characters_and_not_by_bytes(String password) {
        assertThat(policy.objection(password, List.of()).orElseThrow()).contains("8 to 256 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nodigitsorcapitals", "correct horse battery staple", "ключ от квартиры", "🐴🔋📎🐴🔋📎🐴🔋"})
    void nothing_is_asked_of_which_characters_it_is_made(String password) {
        assertThat(policy.objection(password, List.of())).isEmpty();
    }

    @Test
    void all_of_256_characters_are_taken_and_257_are_too_many() {
        String long256 = "ab1!".repeat(64);
        assertThat(policy.objection(long256, List.of())).isEmpty();
        assertThat(policy.objection(long256 + "x", List.of())).isPresent();
    }

    @Test
    void a_name_with_a_little_around_it_is_refused() {
        List<String> context = List.of("lotabots", "margarete", "margarete@example.org");
        assertThat(policy.objection("Margarete1984", context)).isPresent();
        assertThat(policy.objection("lotabots2026!", context)).isPresent();
        assertThat(policy.objection("margaretes odd teapot", context)).isEmpty();
    }
}
