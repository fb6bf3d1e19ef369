package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A chain of its own on a free port of this machine, and the contracts of {@code tests/evm}, compiled for it. */
final class Anvil implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:([0-9]+)");
    private static final long PATIENCE_SECONDS = 20;

    /** An account of the chain that has ether, and whose transactions it signs by itself. */
    private static final String PAYER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    private final Process process;
    private final JsonNode contracts;
    private final URI uri;
    private final HttpClient client = HttpClient.newHttpClient();

    private Anvil(Process process, JsonNode contracts, URI uri) {
        this.process = process;
        this.contracts = contracts;
        this.uri = uri;
    }

    /** Starts it; without npm, or on a machine for which there is no such program, the test is skipped and says so. */
    static Anvil start() throws IOException, InterruptedException {
        Path folder = NodePackages.installed("evm", "compile.mjs", "Wallets.sol");
        Path program = folder.resolve("node_modules/.bin/anvil");
        if (!Files.exists(program)) {
            System.out.println("wallets that are contracts are not tried: there is no anvil for this machine");
        }
        assumeTrue(Files.exists(program), "there is no anvil for this machine");
        JsonNode contracts = compiled(folder);
        Process process = new ProcessBuilder(program.toString(), "--host", "127.0.0.1", "--port", "0", "--no-mining")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader();
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listening = LISTENING.matcher(all.append(line).append('\n'));
            if (listening.find()) {
                // What it says from now on is of no interest, and must not fill the pipe.
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return new Anvil(process, contracts, URI.create("http://127.0.0.1:" + listening.group(1)));
            }
        }
        throw new AssertionError("anvil did not start: " + all);
    }

    private static JsonNode compiled(Path folder) throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder("node", "compile.mjs", "Wallets.sol")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as("solc").isZero();
        return Http.JSON.readTree(output);
    }

    URI uri() {
        return uri;
    }

    /** Puts a contract on the chain. @param arguments of its constructor, encoded, in hexadecimal */
    String deploy(String contract, String arguments) throws IOException, InterruptedException {
        return sent(null, contracts.path(contract).textValue() + arguments)
                .path("contractAddress")
                .textValue();
    }

    /**
     * Sends a transaction and mines the block that holds it, one at a time.
     *
     * @return its receipt
     */
    synchronized JsonNode sent(@Nullable String to, String data) throws IOException, InterruptedException {
        ObjectNode transaction = Http.JSON.createObjectNode().put("from", PAYER).put("data", data);
        if (to != null) {
            transaction.put("to", to);
        }
        String hash = ask("eth_sendTransaction", transaction).textValue();
        ask("evm_mine");
        JsonNode receipt = ask("eth_getTransactionReceipt", text(hash));
        assertThat(receipt.path("status").asText()).as(receipt.toString()).isEqualTo("0x1");
        return receipt;
    }

    String call(String to, String data) throws IOException, InterruptedException {
        return ask("eth_call", Http.JSON.createObjectNode().put("to", to).put("data", data), text("latest"))
                .textValue();
    }

    String code(String address) throws IOException, InterruptedException {
        return ask("eth_getCode", text(address), text("latest")).textValue();
    }

    private static JsonNode text(String text) {
        return Http.JSON.getNodeFactory().textNode(text);
    }

    private JsonNode ask(String method, JsonNode... parameters) throws IOException, InterruptedException {
        ObjectNode body =
                Http.JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        body.putArray("params").addAll(List.of(parameters));
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode result = Http.JSON.readTree(answer.body());
        assertThat(result.has("error")).as(answer.body()).isFalse();
        return result.path("result");
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
