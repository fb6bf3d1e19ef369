package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.WalletKey;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What viem, ethers and siwe sign and write signs in, and nothing one bit beside it. They are installed for the test as their
 * lock file pins them; without npm, or where it cannot get them, the tests are skipped and say so.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class OtherWalletsTest {
    private static final long PATIENCE_SECONDS = 20;

    private static Process signer;
    private static BufferedWriter asks;
    private static BufferedReader answers;

    private final WalletKey key = Identities.wallet();

    @BeforeAll
    static void install() throws Exception {
        Path folder = NodePackages.installed("wallets", "sign.mjs");
        signer = new ProcessBuilder("node", "sign.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        asks = signer.outputWriter();
        answers = signer.inputReader();
    }

    @AfterAll
    static void stop() throws Exception {
        if (signer != null) {
            asks.close();
            signer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private ObjectNode asked(String by, String nonce) {
        var now = Identities.platform().clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return Http.JSON
                .createObjectNode()
                .put("by", by)
                .put("key", "0x" + HexFormat.of().formatHex(key.bytes()))
                .put("nonce", nonce)
                .put("domain", "localhost:3000")
                .put("uri", "http://localhost:3000/login")
                .put("chain", 31337)
                .put("issued", now.toString())
                .put("expires", now.plus(Duration.ofMinutes(2)).toString());
    }

    private static JsonNode signed(ObjectNode asked) throws IOException {
        asks.write(asked + "\n");
        asks.flush();
        return Http.JSON.readTree(Objects.requireNonNull(answers.readLine(), "the signer ended"));
    }

    private static byte[] signature(JsonNode signed) {
        return HexFormat.of().parseHex(signed.path("signature").asText().substring(2));
    }

    @ParameterizedTest
    @CsvSource({"viem", "ethers"})
    void a_nonce_that_they_sign_signs_in(String by) throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked(by, Identities.nonce(address)));
        assertThat(signed.path("address").asText()).as("the address of the key").isEqualTo(address);
        assertThat(key.signMessage(signed.path("message").asText()))
                .as("both sign as RFC 6979 has it")
                .isEqualTo(signature(signed));
        assertThat(Identities.login(address, signature(signed)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"viem, viem", "viem, siwe", "ethers, siwe"})
    void a_message_that_they_write_and_sign_signs_in(String by, String siwe) throws Exception {
        String address = key.address().checksummed();
        ObjectNode plain = asked(by, Identities.nonce(address)).put("siwe", siwe);
        assertThat(login(signed(plain)).status()).isEqualTo(200);
        ObjectNode full = asked(by, Identities.nonce(address)).put("siwe", siwe);
        full.put("statement", "Sign in to the platform.");
        full.putArray("resources").add("https://localhost:3000/terms").add("urn:example:b");
        JsonNode signed = signed(full);
        Http.Answer answer = login(signed);
        assertThat(answer.status()).as(signed + " -> " + answer.text()).isEqualTo(200);
    }

    private static Http.Answer login(JsonNode signed) {
        return Identities.login(
                signed.path("address").asText(),
                signed.path("message").asText(),
                signed.path("signature").asText());
    }

    @Test
    void every_one_bit_change_of_a_signature_of_viem_over_a_message_is_refused() throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked("viem", Identities.nonce(address)).put("siwe", "viem"));
        String message = signed.path("message").asText();
        everyBit(
                signature(signed),
                changed ->
                        Identities.login(address, message, "0x" + HexFormat.of().formatHex(changed)));
        assertThat(login(signed).status()).isEqualTo(200);
    }

    @Test
    void every_one_bit_change_of_a_signature_of_ethers_over_a_nonce_is_refused() throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked("ethers", Identities.nonce(address)));
        everyBit(signature(signed), changed -> Identities.login(address, changed));
        assertThat(Identities.login(address, signature(signed)).status()).isEqualTo(200);
    }

    @Test
    void a_change_of_any_character_of_a_message_is_refused() throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked("ethers", Identities.nonce(address)).put("siwe", "siwe"));
        String message = signed.path("message").asText();
        String signature = signed.path("signature").asText();
        assertThat(message).hasSizeGreaterThan(200).matches("\\p{ASCII}+");
        // One bit of each, which one goes round; every bit is changed in SignInBitsTest, without HTTP.
        IntStream.range(0, message.length()).parallel().forEach(at -> {
            char[] characters = message.toCharArray();
            characters[at] ^= (char) (1 << at % 8);
            assertThat(Identities.login(address, new String(characters), signature)
                            .status())
                    .as("character " + at)
                    .isEqualTo(401);
        });
        assertThat(login(signed).status()).isEqualTo(200);
    }

    /** None of the sign-ins with one bit changed succeeds, several of them asked side by side. */
    private static void everyBit(byte[] right, Function<byte[], Http.Answer> login) {
        IntStream.range(0, right.length * 8).parallel().forEach(bit -> {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(login.apply(changed).status()).as("bit " + bit).isEqualTo(401);
        });
    }
}
