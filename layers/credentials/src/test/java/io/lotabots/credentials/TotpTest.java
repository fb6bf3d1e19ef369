package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, the rows of SHA-1: the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void the_vectors_of_the_standard_hold(long epochSecond, String code) {
        assertThat(Totp.step(SECRET, code, epochSecond, -1)).hasValue(epochSecond / 30);
    }

    /** RFC 4226, appendix D. */
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314", "5, 254676", "9, 520489"})
    void the_counter_vectors_of_hotp_hold(long step, String code) {
        assertThat(Totp.code(SECRET, step)).isEqualTo(code);
    }

    @Test
    void a_step_early_or_late_is_taken_and_two_are_not() {
        long now = 1_111_111_109;
        long step = now / 30;
        for (long off = -2; off <= 2; off++) {
            OptionalLong taken = Totp.step(SECRET, Totp.code(SECRET, step + off), now, -1);
            assertThat(taken).isEqualTo(Math.abs(off) <= 1 ? OptionalLong.of(step + off) : OptionalLong.empty());
        }
    }

    @Test
    void a_code_is_good_once_and_no_earlier_one_after_it() {
        long now = 1_111_111_109;
        long step = now / 30;
        String code = Totp.code(SECRET, step);
        assertThat(Totp.step(SECRET, code, now, step - 1)).hasValue(step);
        assertThat(Totp.step(SECRET, code, now, step)).isEmpty();
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 1), now, step)).isEmpty();
    }

    @Test
    void what_is_no_code_is_wrong() {
        for (String code : new String[] {"", "28708", "2870822", "abcdef", "２８７０８２"}) {
            assertThat(Totp.step(SECRET, code, 59, -1)).as(code).isEmpty();
        }
    }

    @Test
    void authenticators_read_the_uri() {
        assertThat(Totp.uri("LotaBots dev", "ann@example.org", SECRET))
                .isEqualTo("otpauth://totp/LotaBots%20dev:ann%40example.org"
                        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=LotaBots%20dev"
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
