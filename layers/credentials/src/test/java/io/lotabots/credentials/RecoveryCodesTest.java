package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryCodesTest {
    @Test
    void a_code_is_read_however_it_is_typed() {
        byte[] random = new byte[RecoveryCodes.BYTES];
        random[3] = 77;
        String code = RecoveryCodes.text(random);
        assertThat(code).matches("([a-z2-7]{6}-){3}[a-z2-7]{6}");
        Optional<String> digest = RecoveryCodes.digest(code);
        assertThat(digest).isPresent();
        assertThat(RecoveryCodes.digest(" " + code.replace("-", " ").toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(digest);
    }

    @Test
    void what_is_no_code_has_no_digest() {
        assertThat(RecoveryCodes.digest("123456")).isEmpty();
        assertThat(RecoveryCodes.digest("a".repeat(25))).isEmpty();
        assertThat(RecoveryCodes.digest("0".repeat(24))).isEmpty();
    }
}
