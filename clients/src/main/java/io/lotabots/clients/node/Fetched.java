package io.lotabots.clients.node;

/** Bytes that a node gave, or why it did not. */
public final class Fetched {
    private final NodeAnswer answer;
    private final byte[] content;

    Fetched(NodeAnswer answer, byte[] content) {
        this.answer = answer;
        this.content = content;
    }

    /** Whether the node gave it. */
    public boolean isDone() {
        return answer.status() == 200 && answer.trouble().isEmpty();
    }

    /** Status and trouble; its body is empty when the status is 200. */
    public NodeAnswer answer() {
        return answer;
    }

    /** The bytes; nothing unless the status is 200. */
    public byte[] content() {
        return content;
    }
}
