package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransferMessageTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final byte[] SEED = Digests.sha256("a wallet".getBytes(StandardCharsets.UTF_8));
    private static final String FROM = RtcAddress.of(Ed25519.publicKey(SEED)).value();
    private static final String TO = "RTC" + "5".repeat(40);

    @Test
    void signatures_of_python_javascript_and_plain_decimals_are_good() throws IOException {
        for (JsonNode vector : ownVectors()) {
            TransferMessage transfer = new TransferMessage(
                    vector.get("from").textValue(),
                    vector.get("to").textValue(),
                    new BigDecimal(vector.get("amount").textValue()),
                    BigDecimal.ZERO,
                    vector.get("memo").textValue(),
                    vector.get("nonce").longValue(),
                    Optional.ofNullable(vector.get("chain_id").textValue()));
            String language = vector.get("language").textValue();
            TransferMessage.Signed signed = transfer.verify(hex(vector, "public_key"), hex(vector, "signature"))
                    .orElseThrow(() -> new AssertionError(vector.toString()));
            assertThat(signed.txHash()).isEqualTo(vector.get("tx_hash").textValue());
            assertThat(signed.bindsFee()).as(language).isEqualTo(!language.endsWith("_without_fee"));
            assertThat(Rtc.micro(transfer.amount()))
                    .isEqualTo(vector.get("micro_rtc").longValue());
            if (language.equals("python")) {
                assertThat(text(transfer.signed()))
                        .isEqualTo(vector.get("message").textValue());
                assertThat(Ed25519.sign(hex(vector, "seed"), transfer.signed())).isEqualTo(hex(vector, "signature"));
            }
        }
    }

    @Test
    void the_vectors_of_the_network_hold() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/protocol/rustchain/vectors/signed_transfer.json"))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty()) {
            System.out.println("skipped: this machine has no network vectors of signed transfers");
        }
        assumeTrue(file.isPresent(), "this machine has no network vectors of signed transfers");
        int held = 0;
        for (JsonNode vector : JSON.readTree(file.get().toFile()).get("cases")) {
            if (!vector.has("canonical")) {
                continue;
            }
            JsonNode body = vector.get("body");
            TransferMessage transfer = new TransferMessage(
                    body.get("from_address").textValue(),
                    body.get("to_address").textValue(),
                    new BigDecimal(body.get("amount_rtc").asText()),
                    BigDecimal.ZERO,
                    body.get("memo").textValue(),
                    body.get("nonce").longValue(),
                    Optional.ofNullable(body.path("chain_id").textValue()));
            assertThat(text(transfer.signed()))
                    .isEqualTo(vector.get("canonical").textValue());
            assertThat(transfer.forms().stream().map(TransferMessageTest::text))
                    .contains(vector.get("canonical_legacy").textValue());
            assertThat(transfer.verify(hex(body, "public_key"), hex(vector, "signature")))
                    .contains(new TransferMessage.Signed(vector.get("tx_hash").textValue(), true));
            assertThat(Rtc.micro(transfer.amount()))
                    .isEqualTo(vector.get("amount_i64").longValue());
            held++;
        }
        assertThat(held).isEqualTo(21);
    }

    @Test
    void any_other_amount_receiver_memo_nonce_fee_or_chain_is_another_transfer() {
        TransferMessage transfer = transfer("2.5");
        byte[] key = Ed25519.publicKey(SEED);
        byte[] signature = Ed25519.sign(SEED, transfer.signed());
        assertThat(transfer.verify(key, signature)).isPresent();
        BigDecimal amount = transfer.amount();
        BigDecimal zero = BigDecimal.ZERO;
        Optional<String> chain = Optional.of("chain");
        assertThat(List.of(
                        transfer("2.500001"),
                        new TransferMessage(FROM, "RTC" + "6".repeat(40), amount, zero, "rent", 7, chain),
                        new TransferMessage(TO, TO, amount, zero, "rent", 7, chain),
                        new TransferMessage(FROM, TO, amount, zero, "rant", 7, chain),
                        new TransferMessage(FROM, TO, amount, zero, "rent", 8, chain),
                        new TransferMessage(FROM, TO, amount, new BigDecimal("0.01"), "rent", 7, chain),
                        new TransferMessage(FROM, TO, amount, zero, "rent", 7, Optional.of("chains")),
                        new TransferMessage(FROM, TO, amount, zero, "rent", 7, Optional.empty())))
                .allSatisfy(other -> assertThat(other.verify(key, signature)).isEmpty());
        assertThat(transfer.verify(Ed25519.publicKey(Digests.sha256(SEED)), signature))
                .isEmpty();
        assertThat(transfer.verify(key, new byte[64])).isEmpty();
        assertThat(transfer.verify(new byte[32], signature)).isEmpty();
        assertThat(transfer.verify(key, new byte[3])).isEmpty();
    }

    @Test
    void a_fee_that_was_not_signed_is_told_apart() {
        TransferMessage unsigned =
                new TransferMessage(FROM, TO, BigDecimal.ONE, new BigDecimal("0.01"), "rent", 7, Optional.of("chain"));
        byte[] withoutFee = unsigned.forms().getLast();
        assertThat(text(withoutFee)).doesNotContain("fee");
        assertThat(unsigned.verify(Ed25519.publicKey(SEED), Ed25519.sign(SEED, withoutFee)))
                .hasValueSatisfying(signed -> assertThat(signed.bindsFee()).isFalse());
    }

    @Test
    void an_amount_that_a_float_would_turn_into_another_is_only_good_in_its_own_digits() {
        TransferMessage transfer = transfer("0.99999999999999999999");
        assertThat(Rtc.micro(transfer.amount())).isEqualTo(999_999);
        assertThat(transfer.forms().stream().map(TransferMessageTest::text))
                .isNotEmpty()
                .allSatisfy(form -> assertThat(form).contains("\"amount\":0.99999999999999999999,"));
    }

    @Test
    void every_form_of_one_transfer_is_written_once() {
        assertThat(transfer("2").forms().stream().map(TransferMessageTest::text).distinct())
                .hasSize(6)
                .hasSameSizeAs(transfer("2").forms());
        assertThat(new TransferMessage(FROM, TO, BigDecimal.TWO, BigDecimal.ZERO, "\u00e9", 7, Optional.empty())
                        .forms())
                .hasSize(12);
    }

    @Test
    void half_a_surrogate_pair_is_escaped_where_utf_8_cannot_hold_it() {
        assertThat(CanonicalJson.raw("\ud83d\udd25\ud83d \udd25\u007f\u00e9\n"))
                .isEqualTo("\"\ud83d\udd25\\ud83d \\udd25\u007f\u00e9\\n\"");
    }

    @Test
    void numbers_that_cannot_be_written_out_are_refused() {
        for (String amount : List.of("0", "-1", "1e15", "1e2147483647", "1e-65", "1e-2147483647")) {
            assertThatThrownBy(() -> transfer(amount))
                    .as(amount)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("amount is out of range");
        }
        assertThatThrownBy(() ->
                        new TransferMessage(FROM, TO, BigDecimal.ONE, new BigDecimal("-1"), "", 1, Optional.empty()))
                .hasMessage("fee is out of range");
        assertThatThrownBy(() -> TransferMessage.of(FROM, TO, BigDecimal.ONE, "", 0, "chain"))
                .hasMessage("nonce is out of range");
    }

    private static TransferMessage transfer(String amount) {
        return TransferMessage.of(FROM, TO, new BigDecimal(amount), "rent", 7, "chain");
    }

    private static JsonNode ownVectors() throws IOException {
        try (InputStream in = TransferMessageTest.class.getResourceAsStream("/vectors/transfer-messages.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        }
    }

    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).textValue());
    }

    private static String text(byte[] form) {
        return new String(form, StandardCharsets.UTF_8);
    }
}
