package io.lotabots.clients.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FlatYamlTest {
    @Test
    void documents_hold_bare_and_quoted_values_and_blocks_of_lines() {
        String text = """
                ---
                keyIdBase64: abc=
                publicKey: |
                  first
                  second
                timestamp: '2021-01-23T12:13:33.335Z'
                quoted: 'it''s'
                ---
                type: receipt
                properties:
                  type: ATTEST
                """;

        var documents = FlatYaml.documents(text.getBytes(StandardCharsets.UTF_8));

        assertThat(documents).hasSize(2);
        assertThat(documents.get(0))
                .containsEntry("keyIdBase64", "abc=")
                .containsEntry("publicKey", "first\nsecond\n")
                .containsEntry("timestamp", "2021-01-23T12:13:33.335Z")
                .containsEntry("quoted", "it's");
        assertThat(documents.get(1)).containsEntry("type", "receipt").containsEntry("properties", "");
    }
}
