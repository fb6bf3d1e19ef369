package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** EventBridge through the real SDK. */
class EventBridgeTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/mail";

    private final List<String> buses = new ArrayList<>();
    private final List<ObjectNode> heard = new ArrayList<>();

    @BeforeEach
    void listen() {
        MACHINE.port.onEvent((bus, event) -> {
            buses.add(bus);
            heard.add(event);
        });
    }

    @AfterEach
    void hangUp() {
        MACHINE.port.onEvent((bus, event) -> {});
    }

    private static PutEventsRequestEntry entry(String bus, String source, String detail) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(source)
                .detailType("MailRequested")
                .detail(detail)
                .build();
    }

    @Test
    void an_event_is_heard_in_its_envelope_on_its_bus() {
        EventBridgeClient client = MACHINE.eventBridge("admin");
        PutEventsResponse put = client.putEvents(r -> r.entries(
                entry("mail", "lotabots", "{\"to\":\"ann@example.org\"}"), entry(BUS, "lotabots", "{\"to\":\"bo\"}")));
        assertThat(put.failedEntryCount()).isZero();
        assertThat(buses).containsExactly("mail", "mail");
        ObjectNode event = heard.getFirst();
        assertThat(event.path("id").asText()).isEqualTo(put.entries().getFirst().eventId());
        assertThat(event.path("detail-type").asText()).isEqualTo("MailRequested");
        assertThat(event.path("source").asText()).isEqualTo("lotabots");
        assertThat(event.path("account").asText()).isEqualTo(Machine.ACCOUNT);
        assertThat(event.path("region").asText()).isEqualTo(Machine.REGION);
        assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(event.path("detail").path("to").asText()).isEqualTo("ann@example.org");
    }

    @Test
    void an_entry_that_is_none_fails_alone() {
        PutEventsResponse put = MACHINE.eventBridge("admin")
                .putEvents(r -> r.entries(
                        entry("mail", "lotabots", "no json"),
                        entry("mail", "aws.backup", "{}"),
                        entry("mail", "lotabots", "{}")));
        assertThat(put.failedEntryCount()).isEqualTo(2);
        assertThat(put.entries().getFirst().errorCode()).isEqualTo("MalformedDetail");
        assertThat(put.entries().get(1).errorCode()).isEqualTo("InvalidArgument");
        assertThat(put.entries().get(2).eventId()).isNotEmpty();
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_function_says_nothing_on_a_bus_that_its_role_does_not_name() {
        MACHINE.register("postman", """
                {"Statement":[{"Effect":"Allow","Action":"events:PutEvents","Resource":"%s"}]}""".formatted(BUS));
        EventBridgeClient client = MACHINE.eventBridge("postman");
        assertThat(client.putEvents(r -> r.entries(entry("mail", "lotabots", "{}"))).failedEntryCount())
                .isZero();
        assertThatThrownBy(() -> client.putEvents(r -> r.entries(entry("other", "lotabots", "{}"))))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("not authorized to perform: events:PutEvents")
                .hasMessageContaining("event-bus/other");
        assertThat(buses).containsExactly("mail");
    }

    @Test
    void eleven_entries_or_too_many_bytes_are_too_many() {
        EventBridgeClient client = MACHINE.eventBridge("admin");
        List<PutEventsRequestEntry> eleven = IntStream.range(0, 11)
                .mapToObj(i -> entry("mail", "lotabots", "{}"))
                .toList();
        assertThatThrownBy(() -> client.putEvents(r -> r.entries(eleven))).hasMessageContaining("between 1 and 10");
        String large = "{\"x\":\"" + "a".repeat(256 * 1024) + "\"}";
        assertThatThrownBy(() -> client.putEvents(r -> r.entries(entry("mail", "lotabots", large))))
                .hasMessageContaining("over the limit");
        assertThat(heard).isEmpty();
    }
}
