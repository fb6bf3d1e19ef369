package io.lotabots.clients.miner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.fingerprint.Entropy;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.hardware.Machines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PayloadTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MinerKey KEY = MinerKey.ofSeed(new byte[32]);
    private static final Identity WHO = Identity.of(KEY, Optional.empty());
    private static final Fingerprint MEASURED = Fingerprint.measure(Machines.desktop(), what -> {});
    private static final String NONCE = "ab".repeat(32);

    /** Paths and kinds of all that is sent stand in a file, so that a change of the shape is seen. */
    @Test
    void the_shape_is_the_one_that_miners_in_the_field_send() throws IOException {
        var expected = resource("/payload-shape.txt");
        assertThat(shape(JSON.readTree(sent(Machines.desktop())))).isEqualTo(expected);
    }

    @Test
    void the_signature_covers_the_canonical_text_as_sent() throws IOException, GeneralSecurityException {
        var text = sent(Machines.desktop());
        var json = JSON.readTree(text);
        var signature = json.path("signature").textValue();
        var publicKey = json.path("public_key").textValue();
        // What is left of the sent text without the three fields has to be what was signed, digit for digit.
        var unsigned = text.replace(",\"public_key\":\"" + publicKey + "\"", "")
                .replace(",\"signature\":\"" + signature + "\"", "")
                .replace(",\"signature_type\":\"canonical_json\"", "");
        assertThat(unsigned).hasSizeLessThan(text.length() - 250);
        assertThat(Signatures.verify(publicKey, unsigned.getBytes(StandardCharsets.UTF_8), signature))
                .isTrue();
        var tampered = unsigned.replace("\"cores\":8", "\"cores\":9");
        assertThat(Signatures.verify(publicKey, tampered.getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @Test
    void the_commitment_covers_nonce_wallet_and_timings() throws IOException, GeneralSecurityException {
        var report = JSON.readTree(sent(Machines.desktop())).path("report");
        var text = sent(Machines.desktop());
        var derived = text.substring(text.indexOf("\"derived\":") + 10, text.indexOf(",\"entropy_score\""));
        var commitment = JSON.readTree(text).at("/report/commitment").textValue();
        var hash = MessageDigest.getInstance("SHA-256")
                .digest((NONCE + WHO.wallet() + derived).getBytes(StandardCharsets.UTF_8));
        assertThat(commitment).isEqualTo(HexFormat.of().formatHex(hash));
        assertThat(report.path("commitment").textValue())
                .as("another measurement")
                .isNotEqualTo(commitment);
    }

    @Test
    void a_label_has_only_the_characters_that_nodes_take() throws IOException {
        var json = JSON.readTree(sent(Machines.guest()));
        assertThat(json.path("miner_id").textValue())
                .isEqualTo("modern-guest-1-")
                .matches("[A-Za-z0-9._:-]{1,128}");
        assertThat(json.path("miner").textValue()).isEqualTo(KEY.address());
    }

    @Test
    void what_is_sent_is_ascii_without_blanks_outside_of_texts() {
        var text = sent(Machines.guest());
        assertThat(text.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        assertThat(text)
                .contains("\"hostname\":\"guest 1/\\u03b1\"")
                .doesNotContain("\": ")
                .doesNotContain(", \"");
    }

    @Test
    void a_machine_without_a_serial_number_claims_none() throws IOException {
        assertThat(JSON.readTree(sent(Machines.guest())).path("device").has("serial"))
                .isFalse();
    }

    /** The second value is the reference node's for the header of miner a, slot 1, second 2. */
    @Test
    void headers_have_the_references_bytes() throws IOException, GeneralSecurityException {
        var json = JSON.readTree(Header.signed(WHO, 50868, 1795227963));
        assertThat(json.at("/header/slot").longValue()).isEqualTo(50868);
        assertThat(json.at("/header/miner").textValue()).isEqualTo(WHO.wallet());
        assertThat(Signatures.verify(
                        KEY.publicKeyHex(),
                        HexFormat.of().parseHex(json.path("message").textValue()),
                        json.path("signature").textValue()))
                .isTrue();
        assertThat(JSON.readTree(Header.signed(new Identity(KEY, "a"), 1, 2))
                        .path("message")
                        .textValue())
                .isEqualTo("5cba2d7fe545cad4dbaa1055cee31492f6cfac5dce791b1f302e2196a834b64f");
    }

    @Test
    void an_enrolment_signs_wallet_label_and_epoch() throws IOException, GeneralSecurityException {
        var json = JSON.readTree(Enrolment.signed(WHO, "x-host", 353));
        assertThat(Signatures.verify(
                        json.path("public_key").textValue(),
                        (WHO.wallet() + "|x-host|353").getBytes(StandardCharsets.UTF_8),
                        json.path("signature").textValue()))
                .isTrue();
    }

    private static String sent(Machine machine) {
        return Payload.signed(Payload.of(WHO, machine, MEASURED, Entropy.measure(), NONCE), KEY);
    }

    private static String shape(JsonNode json) {
        var lines = new TreeSet<String>();
        collect("", json, lines);
        return String.join("\n", lines);
    }

    private static void collect(String path, JsonNode json, TreeSet<String> lines) {
        switch (json.getNodeType()) {
            case OBJECT ->
                json.properties().forEach(entry -> collect(path + "." + entry.getKey(), entry.getValue(), lines));
            case ARRAY -> json.forEach(element -> collect(path + "[]", element, lines));
            case NUMBER -> lines.add(path.substring(1) + " " + (json.isIntegralNumber() ? "int" : "float"));
            default ->
                lines.add(path.substring(1) + " " + json.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static String resource(String name) {
        try (var in = PayloadTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
