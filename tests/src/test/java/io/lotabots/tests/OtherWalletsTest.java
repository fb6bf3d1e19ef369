package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.PersonalMessage;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.crypto.WalletKey;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    void every_one_bit_change_of_their_signatures_is_refused() throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked("viem", Identities.nonce(address)).put("siwe", "viem"));
        byte[] right = signature(signed);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Http.Answer answer = Identities.login(
                    address,
                    signed.path("message").asText(),
                    "0x" + HexFormat.of().formatHex(changed));
            assertThat(answer.status()).as("bit " + bit).isEqualTo(401);
        }
        assertThat(login(signed).status()).isEqualTo(200);
    }

    @Test
    void every_one_bit_change_of_their_messages_is_refused() throws Exception {
        String address = key.address().checksummed();
        JsonNode signed = signed(asked("viem", Identities.nonce(address)).put("siwe", "siwe"));
        String message = signed.path("message").asText();
        for (int at = 0; at < message.length(); at++) {
            for (int bit = 0; bit < 7; bit++) {
                char[] characters = message.toCharArray();
                characters[at] ^= (char) (1 << bit);
                String changed = new String(characters);
                assertThat(Secp256k1.recover(PersonalMessage.hash(changed), signature(signed))
                                .filter(found -> Arrays.equals(found, key.publicKey())))
                        .as("bit " + bit + " of character " + at)
                        .isEmpty();
                // Over HTTP one bit of each character, which one goes round.
                if (bit == at % 7) {
                    String signature = signed.path("signature").asText();
                    assertThat(Identities.login(address, changed, signature).status())
                            .as("bit " + bit + " of character " + at)
                            .isEqualTo(401);
                }
            }
        }
        assertThat(login(signed).status()).isEqualTo(200);
    }
}
