package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final String ALTERNATIVES = "ab|a1(b|1)*|b-?1";
    private static final Pattern LOOKING_BEHIND = Pattern.compile("(?<![a-z0-9])(?:" + ALTERNATIVES + ")(?![a-z0-9])");

    @Property
    void words_are_found_where_an_expression_that_looks_behind_finds_them(
            @ForAll @Chars({'a', 'b', '1', '-', ' ', 'A', 'é'}) String text) {
        assertThat(Words.of(ALTERNATIVES).areIn(text))
                .isEqualTo(LOOKING_BEHIND.matcher(text).find());
    }

    @Test
    void the_first_word_tells_its_groups_and_a_part_of_a_word_is_none() {
        Words apple = Words.of("m(\\d)");
        assertThat(apple.first("cm1 m2 m3").orElseThrow().group(1)).isEqualTo("2");
        assertThat(apple.areIn("bcm2 m12 2m1")).isFalse();
    }
}
