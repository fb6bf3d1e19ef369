package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.EthereumAddress;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.crypto.WalletKey;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import io.lotabots.local.Synth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A platform whose stage names a node of a chain, a real one here, and the pages that may call it. */
@Execution(ExecutionMode.CONCURRENT)
class ContractWalletTest {
    private static final int CHAIN = 31337;
    private static final String PAGE = "https://one.example";

    private static Anvil chain;
    private static Platform platform;

    private final WalletKey owner = Identities.wallet();

    @BeforeAll
    static void start() throws Exception {
        chain = Anvil.start();
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("ethereumRpcUrl", chain.uri().toString());
        settings.put("corsOrigins", PAGE + ",https://two.example");
        Path assembly =
                new Synth(Node.root(), Node.root().resolve("tests/target/assemblies")).assembly("dev", settings);
        platform = Platform.start(Options.inMemory(assembly, Node.temporary()).withTrustProxy(true));
    }

    @AfterAll
    static void stop() throws Exception {
        if (platform != null) {
            platform.close();
        }
        if (chain != null) {
            chain.close();
        }
    }

    private static String word(String address) {
        return "0".repeat(24) + address.substring(2);
    }

    private String wallet() throws Exception {
        return chain.deploy("OwnedWallet", word(owner.address().text()));
    }

    private static Http node() {
        return new Http(platform.uri());
    }

    private static String nonce(String address) {
        return node().get("/api/v1/auth/nonce?address=" + address, "X-Real-IP", Identities.address())
                .json()
                .at("/data/nonce")
                .asText();
    }

    private static Http.Answer login(String address, String signature, String message) {
        var body = Http.JSON.createObjectNode().put("address", address).put("signature", signature);
        if (!message.isEmpty()) {
            body.put("message", message);
        }
        return node().post("/api/v1/auth/login", body, "X-Real-IP", Identities.address());
    }

    private String signed(String text) {
        return "0x" + HexFormat.of().formatHex(owner.signMessage(text));
    }

    private static String message(String address, int chainId) {
        Instant now = platform.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        return """
                localhost:3000 wants you to sign in with your Ethereum account:
                %s


                URI: http://localhost:3000
                Version: 1
                Chain ID: %d
                Nonce: %s
                Issued At: %s
                Expiration Time: %s""".formatted(checksummed(address), chainId, nonce(address), now, now.plus(Duration.ofMinutes(2)));
    }

    private static String checksummed(String address) {
        return EthereumAddress.parse(address).orElseThrow().checksummed();
    }

    @Test
    void a_contract_signs_in_with_what_its_owner_signed() throws Exception {
        String wallet = wallet();
        Http.Answer byNonce = login(wallet, signed(nonce(wallet)), "");
        assertThat(byNonce.status()).as(byNonce.text()).isEqualTo(200);
        assertThat(byNonce.json().at("/data/address").asText()).isEqualTo(wallet);
        String message = message(wallet, CHAIN);
        Http.Answer byMessage = login(wallet, signed(message), message);
        assertThat(byMessage.status()).as(byMessage.text()).isEqualTo(200);
        assertThat(login(wallet, signed(message), message).status())
                .as("the same message again")
                .isEqualTo(401);
    }

    @Test
    void what_another_signed_and_what_makes_it_revert_are_refused() throws Exception {
        String wallet = wallet();
        String nonce = nonce(wallet);
        String another = "0x" + HexFormat.of().formatHex(Identities.wallet().signMessage(nonce));
        assertThat(login(wallet, another, "").status()).isEqualTo(401);
        assertThat(login(wallet, "0x0102", "").status()).as("a revert").isEqualTo(401);
        assertThat(login(owner.address().text(), signed(nonce), "").status())
                .as("the owner, with the nonce of the contract")
                .isEqualTo(401);
        assertThat(login(wallet, signed(nonce), "").status())
                .as("no refusal used the nonce up")
                .isEqualTo(200);
    }

    @Test
    void a_message_for_a_chain_on_which_the_contract_is_not_is_refused() throws Exception {
        String wallet = wallet();
        String message = message(wallet, 1);
        assertThat(login(wallet, signed(message), message).status()).isEqualTo(401);
    }

    @Test
    void a_contract_that_is_not_deployed_yet_signs_in_and_is_not_deployed_by_it() throws Exception {
        String factory = chain.deploy("WalletFactory", "");
        String argument = word(owner.address().text());
        String wallet = "0x"
                + chain.call(factory, "0x" + selector("addressOf(address)") + argument)
                        .substring(26);
        String nonce = nonce(wallet);
        assertThat(login(wallet, signed(nonce), "").status())
                .as("without the way to make it")
                .isEqualTo(401);
        String making = selector("make(address)") + argument;
        byte[] another = Identities.wallet().signMessage(nonce);
        assertThat(login(wallet, undeployed(factory, making, HexFormat.of().formatHex(another)), "")
                        .status())
                .as("signed by another")
                .isEqualTo(401);
        Http.Answer in = login(wallet, undeployed(factory, making, signed(nonce).substring(2)), "");
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(chain.code(wallet)).isEqualTo("0x");
        chain.sent(factory, "0x" + making);
        Http.Answer later =
                login(wallet, undeployed(factory, making, signed(nonce(wallet)).substring(2)), "");
        assertThat(later.status()).as("deployed meanwhile: " + later.text()).isEqualTo(200);
    }

    @Test
    void pages_of_the_origins_that_the_stage_names_may_call_and_no_others() {
        for (String path : List.of("/api/v1/auth/nonce", "/v1/auth/login")) {
            assertThat(preflight(path, PAGE)).isEqualTo(PAGE);
            assertThat(preflight(path, "https://two.example")).isEqualTo("https://two.example");
            for (String other : List.of("https://one.example.org", "http://one.example", "null")) {
                assertThat(preflight(path, other)).as(other).isEmpty();
            }
        }
        Http.Answer asked = node().get(
                        "/api/v1/auth/nonce?address=" + owner.address().text(),
                        "Origin",
                        PAGE,
                        "X-Real-IP",
                        Identities.address());
        assertThat(asked.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(asked.response().headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    /** The origin that a page is told it may call from; empty when it is told of none. */
    private static String preflight(String path, String origin) {
        return node().send(
                        "OPTIONS",
                        path,
                        new byte[0],
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "X-Real-IP",
                        Identities.address())
                .response()
                .headers()
                .firstValue("access-control-allow-origin")
                .orElse("");
    }

    private static String selector(String function) {
        byte[] hash = Secp256k1.keccak(function.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash, 0, 4);
    }

    /** ERC-6492: factory, call and signature in the ABI's encoding, and the mark. */
    private static String undeployed(String factory, String making, String signature) {
        String first = bytes(making);
        return "0x" + word(factory) + "%064x".formatted(96) + "%064x".formatted(96 + first.length() / 2) + first
                + bytes(signature) + "6492".repeat(16);
    }

    private static String bytes(String hex) {
        int length = hex.length() / 2;
        return "%064x".formatted(length) + hex + "00".repeat(Math.floorMod(-length, 32));
    }
}
