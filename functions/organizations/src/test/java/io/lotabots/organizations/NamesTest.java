package io.lotabots.organizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lotabots.platform.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void names_that_look_alike_are_one() {
        String name = Names.folded(Names.of("  Caf\u00e9 Bots "));
        assertThat(Names.folded("cafe\u0301  bots")).isEqualTo(name);
        assertThat(Names.folded("\uff23\uff21\uff26\u00c9 BOTS")).isEqualTo(name);
        assertThat(Names.folded("cafe bots")).isNotEqualTo(name);
    }

    @Test
    void a_name_is_kept_as_it_was_given_but_for_blanks_around_it() {
        assertThat(Names.of(" Ada & Bob's \u4e16\u754c ")).isEqualTo("Ada & Bob's \u4e16\u754c");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\tb",
                "a\u0000b",
                "pay\u202epal",
                "zero\u200bwidth",
                "line\u2028break",
                "\ud800",
                "heart\ufe0f",
                "\u3164",
                "\u2800",
                "bo\u034fts",
                "\uffa0",
                "\u115f\u1160",
                "bots\udb40\udd00"
            })
    void what_cannot_be_shown_is_no_name(@Nullable String given) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Names.of(given))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400))
                .withMessageContaining("'name'");
    }

    @Test
    void a_name_is_bounded_also_in_the_form_by_which_it_is_told_apart() {
        assertThat(Names.of("x".repeat(Names.MOST_LETTERS))).hasSize(Names.MOST_LETTERS);
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Names.of("x".repeat(Names.MOST_LETTERS + 1)));
        // One letter that is eighteen in its compatibility form (Unicode, U+FDFA).
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Names.of("\ufdfa".repeat(10)));
    }
}
