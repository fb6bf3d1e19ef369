package io.lotabots.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiweMessageTest {
    /** The example of EIP-4361, with an address that has its checksum. */
    private static final String EXAMPLE = """
        example.com wants you to sign in with your Ethereum account:
        0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed

        I accept the ExampleOrg Terms of Service: https://example.com/tos

        URI: https://example.com/login
        Version: 1
        Chain ID: 1
        Nonce: 32891756
        Issued At: 2021-09-30T16:25:24Z
        Resources:
        - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
        - https://example.com/my-web2-claim.json\
        """;

    @Test
    void the_example_of_the_specification_is_read() throws Exception {
        SiweMessage message = SiweMessage.parse(EXAMPLE);
        assertThat(message.domain()).isEqualTo("example.com");
        assertThat(message.address().checksummed()).isEqualTo("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        assertThat(message.statement()).startsWith("I accept");
        assertThat(message.uri()).hasToString("https://example.com/login");
        assertThat(message.chainId()).isEqualTo(1);
        assertThat(message.nonce()).isEqualTo("32891756");
        assertThat(message.issuedAt()).isEqualTo(Instant.parse("2021-09-30T16:25:24Z"));
        assertThat(message.expirationTime()).isNull();
        assertThat(message.resources()).hasSize(2);
    }

    @Test
    void every_field_that_may_be_there_is_read() throws Exception {
        String all = EXAMPLE.replace("\nResources:", """

            Expiration Time: 2021-09-30T18:25:24.5+02:00
            Not Before: 2021-09-30T16:25:23Z
            Request ID: a-1
            Resources:\
            """.indent(0).stripTrailing());
        SiweMessage message = SiweMessage.parse("https://" + all);
        assertThat(message.domain()).isEqualTo("example.com");
        assertThat(message.expirationTime()).isEqualTo(Instant.parse("2021-09-30T16:25:24.5Z"));
        assertThat(message.notBefore()).isEqualTo(Instant.parse("2021-09-30T16:25:23Z"));
        assertThat(message.requestId()).isEqualTo("a-1");
    }

    @Test
    void a_statement_may_be_absent_or_empty() throws Exception {
        String absent = EXAMPLE.replaceFirst("I accept.*\n", "");
        assertThat(SiweMessage.parse(absent).statement()).isEmpty();
        assertThat(SiweMessage.parse(absent.replace("\n\n\nURI", "\n\n\n\nURI")).statement())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wants you to sign in|wants you to log in|first line",
                "0x5aAeb|0x5AAeb|checksum",
                "Version: 1|Version: 01|Version",
                "Chain ID: 1|Chain ID: 0x1|Chain ID",
                "Nonce: 32891756|Nonce: 3289175|Nonce",
                "Nonce: 32891756|Nonce: 3289-1756|Nonce",
                "Issued At: 2021-09-30T16:25:24Z|Issued At: yesterday|Issued At",
                "Issued At|Issued on|Issued At",
                "URI: https://example.com/login|URI: /login|absolute",
                "- ipfs|* ipfs|goes on",
                "Terms|Térms|statement",
            })
    void what_is_wrong_is_said_in_a_sentence(String right, String wrong, String says) {
        assertThatThrownBy(() -> SiweMessage.parse(EXAMPLE.replace(right, wrong)))
                .isInstanceOf(SiweMessage.Malformed.class)
                .hasMessageContaining(says);
    }

    @Test
    void nothing_may_follow_and_nothing_may_be_left_out() {
        for (String text : new String[] {EXAMPLE + "\n", EXAMPLE + "\n\n", "", "\n", EXAMPLE.substring(0, 200)}) {
            assertThatThrownBy(() -> SiweMessage.parse(text)).isInstanceOf(SiweMessage.Malformed.class);
        }
        assertThatThrownBy(() -> SiweMessage.parse(EXAMPLE + "\n- urn:a".repeat(30)))
                .hasMessageContaining("more than 20 resources");
        assertThatThrownBy(() -> SiweMessage.parse("a".repeat(5000))).hasMessageContaining("the limit is 4096");
    }
}
