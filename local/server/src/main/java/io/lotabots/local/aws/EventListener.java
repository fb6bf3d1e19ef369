package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hears what functions say. */
@FunctionalInterface
public interface EventListener {
    /**
     * Takes an event over for delivery.
     *
     * @param bus the name of the bus it was put on
     * @param event in EventBridge's envelope
     */
    void hear(String bus, ObjectNode event);
}
