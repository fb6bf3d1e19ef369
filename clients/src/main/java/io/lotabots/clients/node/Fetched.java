package io.lotabots.clients.node;

/**
 * Bytes that a node gave.
 *
 * @param answer status and trouble; its body is empty when the status is 200
 * @param content nothing unless the status is 200
 */
public record Fetched(NodeAnswer answer, byte[] content) {
    /** Whether the node gave it. */
    public boolean isDone() {
        return answer.status() == 200 && answer.trouble().isEmpty();
    }
}
