package io.lotabots.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.lotabots.crypto.EthereumAddress;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node of a chain that the test plays. */
class ContractWalletsTest {
    private static final EthereumAddress CONTRACT = new EthereumAddress("0x" + "ab".repeat(20));
    private static final byte[] HASH = new byte[32];
    private static final byte[] SIGNATURE = {1, 2, 3};
    private static final String YES = "\"0x1626ba7e" + "0".repeat(56) + "\"";

    private final List<JsonNode> asked = new ArrayList<>();
    private final HttpServer node;
    private Function<JsonNode, String> answers = _ -> "null";

    ContractWalletsTest() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            try (exchange) {
                JsonNode request = Json.tree(exchange.getRequestBody().readAllBytes());
                asked.add(request);
                byte[] body = answers.apply(request).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    private ContractWallets contracts() {
        return new ContractWallets(Env.of(Map.of(
                "ETHEREUM_RPC_URL", "http://127.0.0.1:" + node.getAddress().getPort())));
    }

    private static String result(String value) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + value + "}";
    }

    @Test
    void the_contract_is_asked_as_eip_1271_has_it() {
        answers = request -> result(request.path("method").asText().equals("eth_chainId") ? "\"0x7a69\"" : YES);
        assertThat(contracts().signed(CONTRACT, HASH, SIGNATURE, 31337)).isTrue();
        assertThat(asked)
                .extracting(request -> request.path("method").asText())
                .containsExactly("eth_chainId", "eth_call");
        JsonNode call = asked.get(1).at("/params/0");
        assertThat(call.path("to").asText()).isEqualTo(CONTRACT.text());
        assertThat(call.path("data").asText())
                .isEqualTo("0x1626ba7e" + "00".repeat(32) + "%064x".formatted(64) + "%064x".formatted(3) + "010203"
                        + "00".repeat(29));
        assertThat(asked.get(1).at("/params/1").asText()).isEqualTo("latest");
    }

    @Test
    void anything_but_its_yes_is_a_no() {
        for (String answer : List.of(
                result("\"0x\""),
                result("\"0x" + "f".repeat(64) + "\""),
                result("\"0x1626ba7e\""),
                result("true"),
                "{\"error\":{\"code\":3,\"message\":\"execution reverted\"}}")) {
            answers = _ -> answer;
            assertThat(contracts().signed(CONTRACT, HASH, SIGNATURE, ContractWallets.ANY_CHAIN))
                    .as(answer)
                    .isFalse();
        }
    }

    @Test
    void a_contract_of_another_chain_is_not_asked() {
        answers = _ -> result("\"0x1\"");
        assertThat(contracts().signed(CONTRACT, HASH, SIGNATURE, 31337)).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void without_a_node_there_are_no_such_wallets() {
        assertThat(new ContractWallets(Env.of(Map.of())).signed(CONTRACT, HASH, SIGNATURE, 1))
                .isFalse();
    }

    @Test
    void a_node_that_does_not_answer_is_told_as_such() {
        answers = _ -> "";
        assertThatThrownBy(() -> contracts().signed(CONTRACT, HASH, SIGNATURE, ContractWallets.ANY_CHAIN))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.code()).isEqualTo("CHAIN_UNAVAILABLE");
                });
    }
}
