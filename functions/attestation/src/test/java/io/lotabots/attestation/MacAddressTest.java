package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"00:0C:29:ab:cd:ef", "00-0c-29-AB-CD-EF", "000c.29ab.cdef", " 000c29abcdef\n"})
    void one_address_is_one_text_however_it_is_written(String text) {
        assertThat(MacAddress.of(text).value()).isEqualTo("000c29abcdef");
        assertThat(MacAddress.of(text).vendor()).contains("000c29");
    }

    @Test
    void what_is_no_address_keeps_its_text_and_has_no_vendor() {
        assertThat(MacAddress.of(" Unknown ").value()).isEqualTo("unknown");
        assertThat(MacAddress.of("00:0c").vendor()).isEmpty();
        assertThat(MacAddress.of("rustic").vendor()).isEmpty();
    }

    @Test
    void a_window_knows_an_interface_again_however_it_is_written() {
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        MacWindow window = MacWindow.none()
                .with(List.of("00:0c:29:ab:cd:ef"), key, 1000)
                .with(List.of("000c.29ab.cdef"), key, 2000);
        assertThat(window.seen()).hasSize(1);
        assertThat(window.seen().getFirst().count()).isEqualTo(2);
    }
}
