package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.lotabots.credentials.Passwords.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final String FIRST = "first-pepper-of-at-least-32-characters";
    private static final String SECOND = "second-pepper-of-at-least-32-characters";

    private final Passwords passwords = new Passwords(peppers(FIRST), 10);

    private static Peppers peppers(String secret) {
        return Peppers.of(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_right_password_is_right_and_another_is_not() {
        String stored = passwords.hash("correct horse battery staple");
        assertThat(passwords.verify("correct horse battery staple", Optional.of(stored)))
                .isEqualTo(Verdict.RIGHT);
        assertThat(passwords.verify("correct horse battery stapl", Optional.of(stored)))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void every_character_counts_beyond_the_seventy_two_bytes_of_bcrypt() {
        String stored = passwords.hash("a".repeat(72) + "X");
        assertThat(passwords.verify("a".repeat(72) + "Y", Optional.of(stored))).isEqualTo(Verdict.WRONG);
        String umlauts = "ä".repeat(255);
        assertThat(passwords.verify(umlauts + "ö", Optional.of(passwords.hash(umlauts + "ö"))))
                .isEqualTo(Verdict.RIGHT);
        assertThat(passwords.verify(umlauts + "ü", Optional.of(passwords.hash(umlauts + "ö"))))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void a_zero_byte_does_not_end_a_password() {
        String stored = passwords.hash("secret\0one");
        assertThat(passwords.verify("secret\0two", Optional.of(stored))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void nobody_has_no_right_password_and_it_takes_the_same_hash_to_find_that_out() {
        List<BCrypt.Result> made = new ArrayList<>();
        Passwords counted = new Passwords(peppers(FIRST), 10, (password, bcrypt) -> {
            made.add(BCrypt.verifyer().verify(password, bcrypt));
            return made.getLast();
        });
        String stored = counted.hash("whatever it is");
        assertThat(counted.verify("wrong", Optional.of(stored))).isEqualTo(Verdict.WRONG);
        assertThat(counted.verify("wrong", Optional.empty())).isEqualTo(Verdict.WRONG);
        assertThat(made).hasSize(2).allSatisfy(result -> {
            assertThat(result.validFormat).as("hashed to the end").isTrue();
            assertThat(result.details.cost).isEqualTo(10);
            assertThat(result.details.rawHash).hasSize(23);
        });
    }

    @Test
    void a_lower_cost_or_an_older_pepper_is_told() {
        String stored = passwords.hash("whatever it is");
        Passwords dearer = new Passwords(peppers(FIRST), 11);
        assertThat(dearer.verify("whatever it is", Optional.of(stored))).isEqualTo(Verdict.RIGHT_BUT_OLD);
        Passwords rotated = new Passwords(peppers(SECOND + ", " + FIRST), 10);
        assertThat(rotated.verify("whatever it is", Optional.of(stored))).isEqualTo(Verdict.RIGHT_BUT_OLD);
        assertThat(rotated.verify("whatever it is", Optional.of(rotated.hash("whatever it is"))))
                .isEqualTo(Verdict.RIGHT);
    }

    @Test
    void without_its_pepper_a_stolen_hash_is_of_no_use() {
        String stored = passwords.hash("whatever it is");
        Passwords other = new Passwords(peppers(SECOND), 10);
        assertThatThrownBy(() -> other.verify("whatever it is", Optional.of(stored)))
                .hasMessageContaining("does not hold pepper");
    }

    @Test
    void two_hashes_of_one_password_differ_and_hold_none_of_it() {
        String one = passwords.hash("whatever it is");
        assertThat(one).isNotEqualTo(passwords.hash("whatever it is")).matches("1:[0-9a-f]{8}:\\$2b\\$10\\$.{53}");
    }

    @Test
    void a_cost_below_ten_is_refused() {
        assertThatThrownBy(() -> new Passwords(peppers(FIRST), 9)).hasMessageContaining("10 to 16, got: 9");
    }

    @Test
    void a_short_pepper_is_refused() {
        assertThatThrownBy(() -> peppers(FIRST + ",short")).hasMessageContaining("got one of 5");
    }
}
