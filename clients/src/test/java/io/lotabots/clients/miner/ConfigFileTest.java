package io.lotabots.clients.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {
    @TempDir
    private Path folder;

    @Test
    void every_key_counts() throws IOException {
        var settings = read("""
                {"wallet_id":"my-rig","node_url":"https://node.example/","attestation_interval":300,"retry_attempts":3,"backoff_base":1.5}""");
        assertThat(settings.wallet()).contains("my-rig");
        assertThat(settings.node()).isEqualTo(URI.create("https://node.example"));
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.retries()).isEqualTo(3);
        assertThat(settings.backoffBase()).isEqualTo(1.5);
    }

    @Test
    void an_empty_object_leaves_the_defaults() throws IOException {
        assertThat(read("{}")).isEqualTo(Settings.DEFAULT);
        assertThat(Settings.DEFAULT.interval()).isEqualTo(Duration.ofSeconds(600));
        assertThat(Settings.DEFAULT.node()).hasToString("http://127.0.0.1:8099");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"colour\":1} | unknown key colour in the configuration; known are wallet_id",
                "{\"attestation_interval\":0} | attestation_interval must be from 1 to 86400 seconds, got 0",
                "{\"attestation_interval\":86401} | attestation_interval must be from 1 to 86400 seconds, got 86401",
                "{\"attestation_interval\":\"600\"} | attestation_interval must be a whole number from 1 to 86400 seconds, got \"600\"",
                "{\"attestation_interval\":1e3} | attestation_interval must be a whole number",
                "{\"retry_attempts\":-1} | retry_attempts must be from 0 to 20, got -1",
                "{\"retry_attempts\":99999999999} | retry_attempts must be a whole number from 0 to 20, got 99999999999",
                "{\"backoff_base\":0.5} | backoff_base must be from 1 to 10, got 0.5",
                "{\"backoff_base\":null} | backoff_base must be a number from 1 to 10, got null",
                "{\"wallet_id\":\"a b\"} | wallet_id must be 1 to 128 of the characters",
                "{\"wallet_id\":\"\"} | got nothing",
                "{\"wallet_id\":\"9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM\"} | looks like a wallet of another chain",
                "{\"node_url\":5} | node_url must be a text, got 5",
                "{\"node_url\":\"ftp://x\"} | node_url must be an address like",
                "{\"node_url\":\"http://u:p@host\"} | without user, query or fragment",
                "{\"node_url\":\"http://host?a\"} | without user, query or fragment",
                "{\"node_url\":\"http://\"} | node_url must be an address like"
            })
    void a_wrong_value_names_key_range_and_what_was_got(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PlainError.class)
                .message()
                .contains(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{}{}", "{\"retry_attempts\":1,\"retry_attempts\":2}"})
    void what_is_no_json_object_is_one_plain_line(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlainError.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_missing_file_is_one_plain_line() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.json")))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("cannot be read");
    }

    private Settings read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("miner.json"), text));
    }
}
