package io.lotabots.aws;

import io.lotabots.platform.Json;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** The verb of one event bus; safe for concurrent use. */
public final class EventBus {
    /** Who the platform's events are from. */
    public static final String SOURCE = "lotabots";

    private final Supplier<EventBridgeClient> clients;
    private final Supplier<String> names;

    EventBus(Supplier<EventBridgeClient> clients, Supplier<String> names) {
        this.clients = clients;
        this.names = names;
    }

    /**
     * Says what happened; every rule that matches hears it at least once.
     *
     * @param detailType what it is, such as {@code MailRequested}
     * @param detail a record that becomes a JSON object, less than 256 KB
     * @throws IllegalStateException when the bus did not take it
     */
    public void put(String detailType, Object detail) {
        PutEventsResponse response = clients.get().putEvents(r -> r.entries(e -> e.eventBusName(names.get())
                .source(SOURCE)
                .detailType(detailType)
                .detail(Json.write(detail))));
        Integer failed = response.failedEntryCount();
        if (failed != null && failed > 0) {
            throw new IllegalStateException("bus " + names.get() + " did not take a " + detailType + ": "
                    + response.entries().getFirst().errorCode());
        }
    }
}
