package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {
    @Test
    void a_key_is_64_digits_and_a_signature_128_of_either_case() {
        assertThat(Hex.isKey("0aF9".repeat(16))).isTrue();
        assertThat(Hex.isSignature("0aF9".repeat(32))).isTrue();
        assertThat(Hex.isKey("0aF9".repeat(32))).isFalse();
        assertThat(Hex.isSignature("0aF9".repeat(16))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "g", "\u0661", " ", "\n"})
    void other_characters_and_lengths_are_neither(String last) {
        assertThat(Hex.isKey("0".repeat(63) + (last.equals("0") ? "" : last))).isFalse();
        assertThat(Hex.isSignature("0".repeat(127) + (last.equals("0") ? "" : last)))
                .isFalse();
        assertThat(Hex.isKey("0".repeat(64) + last)).isEqualTo(last.isEmpty());
    }
}
