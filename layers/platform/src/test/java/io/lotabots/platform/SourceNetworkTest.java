package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:a:b::1, 20010db8000a000b/64",
        "2001:db8:a:b:ffff:ffff:ffff:ffff, 20010db8000a000b/64",
        "2001:DB8:A:C::1, 20010db8000a000c/64",
        "::1, 0000000000000000/64",
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void an_ipv6_address_counts_as_its_64_bits_and_an_ipv4_address_as_itself(String address, String network) {
        assertThat(SourceNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void neighbours_in_one_network_are_one_and_the_next_network_is_another() {
        String here = SourceNetwork.of("2001:db8:0:1::1");
        assertThat(SourceNetwork.of("2001:db8:0:1:1234::99")).isEqualTo(here);
        assertThat(SourceNetwork.of("2001:db8:0:2::1")).isNotEqualTo(here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "not:an:address", "fe80::1%nowhere-0", ":", "1.2.3.4:80"})
    void what_is_no_address_counts_as_itself(String text) {
        assertThat(SourceNetwork.of(text)).isEqualTo(text);
    }
}
