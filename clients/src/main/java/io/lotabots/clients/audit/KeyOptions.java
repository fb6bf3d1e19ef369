package io.lotabots.clients.audit;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.crypto.Ed25519;
import io.lotabots.settlement.EpochRoot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Whose signature counts: keys that the user pins, else those that the node publishes as JWKs (RFC 8037). */
public final class KeyOptions {
    private static final int MOST = 64;

    @Option(
            names = "--key",
            paramLabel = "HEX",
            description =
                    "The platform's public key, 64 hexadecimal digits from a source that you trust; may be repeated"
                            + " (default: what the node publishes, which proves only that it agrees with itself).")
    private List<String> pinned = List.of();

    /**
     * The keys by {@link EpochRoot#keyId}.
     *
     * @param err told which keys were believed without being pinned
     * @throws PlainError when a key is none, or the node publishes none
     */
    public Map<String, byte[]> keys(NodeClient node, PrintWriter err) throws InterruptedException {
        var keys = pinned();
        if (!keys.isEmpty()) {
            return keys;
        }
        published(node).forEach(key -> add(keys, key, "a key of the node"));
        var told = keys.values().stream().map(HexFormat.of()::formatHex).toList();
        err.println("note: the key is the node's own word; pin it with --key " + String.join(" --key ", told));
        return keys;
    }

    /** The keys that the user pins, by {@link EpochRoot#keyId}. @throws PlainError when one is no key */
    public Map<String, byte[]> pinned() {
        var keys = new TreeMap<String, byte[]>();
        for (var hex : pinned) {
            if (!hex.matches("[0-9a-fA-F]{64}")) {
                throw new PlainError("--key must be 64 hexadecimal digits, got " + NodeAnswer.printable(hex));
            }
            add(keys, HexFormat.of().parseHex(hex), "--key " + hex);
        }
        return keys;
    }

    private static List<byte[]> published(NodeClient node) throws InterruptedException {
        var answer = node.get("/.well-known/jwks.json");
        if (!answer.isDone()) {
            throw PlainError.notDone("the node publishes no keys (" + answer.refusal() + "); give one with --key");
        }
        var keys = new ArrayList<byte[]>();
        for (var key : answer.body().path("keys")) {
            if (keys.size() < MOST && "Ed25519".equals(key.path("crv").textValue())) {
                keys.add(decoded(key.path("x").asText("")));
            }
        }
        if (keys.isEmpty()) {
            throw new PlainError("the node publishes no Ed25519 key; give one with --key");
        }
        return keys;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new PlainError("the node publishes a key that is not base64url", e);
        }
    }

    private static void add(Map<String, byte[]> keys, byte[] key, String what) {
        if (!Ed25519.isUsableKey(key)) {
            throw new PlainError(what + " is no Ed25519 public key");
        }
        keys.put(EpochRoot.keyId(key), key);
    }
}
