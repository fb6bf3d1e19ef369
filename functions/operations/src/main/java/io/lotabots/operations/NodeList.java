package io.lotabots.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;

/** The nodes that this one lists, from the environment: addresses parted by commas, or a JSON list of them. */
final class NodeList {
    private final List<URI> addresses;

    private NodeList(List<URI> addresses) {
        this.addresses = addresses;
    }

    /** The list at {@code NODES}; empty when it is not set. @throws IllegalStateException naming a wrong entry */
    static NodeList of(Env env) {
        return new NodeList(env.find("NODES").map(NodeList::texts).orElse(List.of()).stream()
                .map(NodeList::address)
                .toList());
    }

    private static List<String> texts(String setting) {
        if (!setting.startsWith("[")) {
            return Stream.of(setting.split(",", -1)).map(String::strip).toList();
        }
        try {
            return Json.MAPPER.readValue(setting, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("environment variable NODES is no JSON list of texts", e);
        }
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("environment variable NODES names no address: " + text, e);
        }
        throw new IllegalStateException("environment variable NODES names no http address: " + text);
    }

    int size() {
        return addresses.size();
    }

    /** One page of the nodes in the order of the setting. */
    List<Node> page(Page page, boolean operator) {
        int from = Math.min(page.offset(), addresses.size());
        int to = Math.min(addresses.size(), from + page.limit());
        return Stream.iterate(from, i -> i < to, i -> i + 1)
                .map(i -> Node.of(i, addresses.get(i), operator))
                .toList();
    }
}
