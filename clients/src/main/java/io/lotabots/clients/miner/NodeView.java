package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a node says about one wallet.
 *
 * @param epoch the current epoch
 * @param attestation the wallet's attestation: of {@code /attestation/status}, else its entry in {@code /api/miners}
 * @param balance the wallet's balance
 */
record NodeView(NodeAnswer epoch, NodeAnswer attestation, NodeAnswer balance) {
    private static final int PAGE = 1000;

    /** 20,000 miners are looked through, far below the node's limit of requests per minute. */
    private static final int MAX_PAGES = 20;

    static NodeView of(NodeClient node, String wallet) throws InterruptedException {
        var query = "?miner_id=" + URLEncoder.encode(wallet, StandardCharsets.UTF_8);
        return new NodeView(node.get("/epoch"), attestation(node, wallet, query), node.get("/wallet/balance" + query));
    }

    /** Whether the node knows nothing under this path, as nodes do that have no such service. */
    static boolean isNotServed(NodeAnswer answer) {
        return answer.status() == 404 || answer.status() == 405;
    }

    private static NodeAnswer attestation(NodeClient node, String wallet, String query) throws InterruptedException {
        var status = node.get("/attestation/status" + query);
        return isNotServed(status) ? listed(node, wallet) : status;
    }

    private static NodeAnswer listed(NodeClient node, String wallet) throws InterruptedException {
        NodeAnswer page = node.get("/api/miners?limit=" + PAGE + "&offset=0");
        for (int at = 1; at <= MAX_PAGES && page.isDone(); at++) {
            var found = entry(page.body(), wallet);
            if (found.isPresent()) {
                return page.with(found.get());
            }
            if (at == MAX_PAGES || page.body().path("miners").size() < PAGE) {
                break;
            }
            page = node.get("/api/miners?limit=" + PAGE + "&offset=" + at * PAGE);
        }
        return page.isDone() ? page.missing("the node lists no attestation of this wallet in the last hour") : page;
    }

    private static Optional<JsonNode> entry(JsonNode page, String wallet) {
        for (var miner : page.path("miners")) {
            if (miner.path("miner").asText("").equals(wallet)) {
                return Optional.of(miner);
            }
        }
        return Optional.empty();
    }
}
