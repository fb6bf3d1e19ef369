package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class WordsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String ART = "abandon ".repeat(23) + "art";

    static Stream<List<String>> vectors() throws IOException {
        try (var in = WordsTest.class.getResourceAsStream("/wallet/bip39-vectors.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\|", -1)));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void published_vectors_hold(List<String> vector) {
        var words = List.of(vector.get(1).split(" ", -1));
        assertThat(Words.of(HEX.parseHex(vector.get(0)))).isEqualTo(words);
        assertThat(Words.parse(vector.get(1))).isEqualTo(words);
        assertThat(HEX.formatHex(Words.seed(words, "TREZOR"))).isEqualTo(vector.get(2));
    }

    /** Computed with Python's hashlib.pbkdf2_hmac and OpenSSL's Ed25519 from two of the published sentences. */
    @ParameterizedTest
    @CsvSource({
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art,"
                + "408b285c123836004f4b8842c89324c1f01382450c0d439af345ba7fc49acf70,"
                + "1de352e44cd333672593f2334a730e180aaf290de89aa16d480de594e34e2961,RTCe28c3608979d45d2c7dc74b1c19519e54ce8961c",
        "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length,"
                + "17e4b5661796eeff8904550f8572289317ece7c1cc1316469f8f4c986c1ffd7b,"
                + "376f90ca46c45f805ecddf7fdb2e51e6eeecb337ada10a1eda6cb3af83572eba,RTCaf8ce55497ed722833924fd578c91071b94870a8"
    })
    void words_lead_to_the_key_that_rustchains_wallets_derive(
            String words, String seed, String publicKey, String address) {
        var key = Words.key(Words.parse(words));
        assertThat(HEX.formatHex(key)).isEqualTo(seed);
        assertThat(HEX.formatHex(Ed25519.publicKey(key))).isEqualTo(publicKey);
        assertThat(RtcAddress.of(Ed25519.publicKey(key)).value()).isEqualTo(address);
    }

    @Property(tries = 200)
    void words_that_were_made_are_taken_again(@ForAll @Size(32) byte[] entropy) {
        var words = Words.of(entropy);
        assertThat(words).hasSize(24);
        assertThat(Words.parse(String.join("\n  ", words))).isEqualTo(words);
    }

    @Test
    void capital_letters_and_blanks_do_not_matter() {
        assertThat(Words.parse("  Abandon\tABANDON " + ART.substring(16) + "\n"))
                .hasSize(24);
    }

    @Test
    void two_words_in_each_others_place_are_noticed() {
        var swapped = vector("diagram hamster");
        assertThatThrownBy(() -> Words.parse(swapped))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("do not belong together");
    }

    @Test
    void a_word_that_is_not_in_the_list_is_named_by_its_place_alone() {
        assertThatThrownBy(() -> Words.parse(ART.replaceFirst("abandon", "swordfish")))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("word 1 ")
                .hasMessageNotContaining("swordfish");
    }

    @ParameterizedTest
    @CsvSource({"'',0", "zoo,1", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong,13"})
    void another_number_of_words_is_refused(String text, int count) {
        assertThatThrownBy(() -> Words.parse(text))
                .isInstanceOf(PlainError.class)
                .hasMessage("12, 15, 18, 21 or 24 words are needed, got " + count);
    }

    private static String vector(String firstTwo) {
        return firstTwo
                + " private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma"
                + " loan word shrug inflict delay length";
    }
}
