package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.EthereumAddress;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Priming;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signatures of wallets that are contracts (EIP-1271): the contract itself is asked, by {@code eth_call} at the node that the
 * stage names. One that is not deployed yet (ERC-6492) is made and asked in a simulated block, by {@code eth_simulateV1},
 * which leaves nothing behind. Where the stage names no node there are no such wallets.
 */
final class ContractWallets {
    /** For a signature that names no chain. */
    static final long ANY_CHAIN = 0;

    /** {@code isValidSignature(bytes32,bytes)}, and what it answers when it is. */
    private static final String MAGIC = "1626ba7e";

    private static final String DATA = "data";
    private static final String LATEST = "latest";
    private static final int WORD = 32;
    private static final int MOST_ANSWER = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Optional<URI> node;

    ContractWallets(Env env) {
        this.node = env.find("ETHEREUM_RPC_URL").map(URI::create);
    }

    /**
     * Whether a contract says that it signed.
     *
     * @param chainId where the contract must be; {@link #ANY_CHAIN} for wherever the node is
     * @throws Refusal 503 when the node does not answer, or is none of that chain
     */
    boolean signed(EthereumAddress contract, byte[] hash, byte[] signature, long chainId) {
        if (node.isEmpty() || Priming.active()) {
            return false;
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            if (chainId != ANY_CHAIN
                    && !asked(client, "eth_chainId", List.of()).equals("0x" + Long.toHexString(chainId))) {
                return false;
            }
            Optional<UndeployedSignature> undeployed = UndeployedSignature.parse(signature);
            return undeployed.isPresent()
                    ? signedOnceDeployed(client, contract, hash, undeployed.get())
                    : isYes(asked(client, "eth_call", List.of(call(contract, hash, signature), LATEST)));
        } catch (IOException unanswered) {
            throw unavailable();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    /** Asks the contract as it stands, lets its factory make it, and asks again: one of both must say yes. */
    private boolean signedOnceDeployed(
            HttpClient client, EthereumAddress contract, byte[] hash, UndeployedSignature undeployed)
            throws IOException, InterruptedException {
        Map<String, String> question = call(contract, hash, undeployed.signature());
        Map<String, String> making = Map.of(
                "to", undeployed.factory().text(), DATA, "0x" + HexFormat.of().formatHex(undeployed.making()));
        Map<String, ?> block = Map.of("calls", List.of(question, making, question));
        JsonNode calls = result(client, "eth_simulateV1", List.of(Map.of("blockStateCalls", List.of(block)), LATEST))
                .at("/0/calls");
        return isYes(calls.at("/0/returnData").asText())
                || isYes(calls.at("/2/returnData").asText());
    }

    private static boolean isYes(String answer) {
        return answer.matches("0x" + MAGIC + "0{56}");
    }

    private static Map<String, String> call(EthereumAddress contract, byte[] hash, byte[] signature) {
        return Map.of("to", contract.text(), DATA, "0x" + data(hash, signature));
    }

    /** The call's data: the function, the hash, where the bytes begin, how many they are, and they, to a whole word. */
    private static String data(byte[] hash, byte[] signature) {
        HexFormat hex = HexFormat.of();
        int padding = Math.floorMod(-signature.length, WORD);
        return MAGIC
                + hex.formatHex(hash)
                + "%064x".formatted(2 * WORD)
                + "%064x".formatted(signature.length)
                + hex.formatHex(signature)
                + "00".repeat(padding);
    }

    /** The text that the node answers; empty when it refuses, as it does where a contract reverts. */
    private String asked(HttpClient client, String method, List<?> params) throws IOException, InterruptedException {
        JsonNode result = result(client, method, params);
        return result.isTextual() ? result.textValue() : "";
    }

    private JsonNode result(HttpClient client, String method, List<?> params) throws IOException, InterruptedException {
        String body = Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params));
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(node.orElseThrow())
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_ANSWER));
        if (response.statusCode() != 200) {
            throw new IOException("the node answers " + response.statusCode());
        }
        return Json.tree(response.body()).path("result");
    }

    private static Refusal unavailable() {
        return new Refusal(503, "CHAIN_UNAVAILABLE", "Whether this contract signed cannot be asked now; try again")
                .header("Retry-After", "5");
    }
}
