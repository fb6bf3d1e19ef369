package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EventBridge by signed requests, as the SDK's signer makes them. */
class EventBridgeTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/mail";

    private final List<String> buses = new ArrayList<>();
    private final List<ObjectNode> heard = new ArrayList<>();
    private final ObjectNode request = Json.MAPPER.createObjectNode();
    private final ArrayNode entries = request.putArray("Entries");

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

    private EventBridgeTest entry(String bus, String source, String detail) {
        entries.addObject()
                .put("EventBusName", bus)
                .put("Source", source)
                .put("DetailType", "MailRequested")
                .put("Detail", detail);
        return this;
    }

    private JsonNode put(String principal) {
        return MACHINE.putEvents(principal, request.toString());
    }

    @Test
    void an_event_is_heard_in_its_envelope_on_its_bus() {
        JsonNode put = entry("mail", "lotabots", "{\"to\":\"ann@example.org\"}")
                .entry(BUS, "lotabots", "{\"to\":\"bo\"}")
                .put("admin");
        assertThat(put.path("FailedEntryCount").intValue()).isZero();
        assertThat(buses).containsExactly("mail", "mail");
        ObjectNode event = heard.getFirst();
        assertThat(event.path("id")).isEqualTo(put.path("Entries").path(0).path("EventId"));
        assertThat(event.path("detail-type").asText()).isEqualTo("MailRequested");
        assertThat(event.path("source").asText()).isEqualTo("lotabots");
        assertThat(event.path("account").asText()).isEqualTo(Machine.ACCOUNT);
        assertThat(event.path("region").asText()).isEqualTo(Machine.REGION);
        assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(event.path("detail").path("to").asText()).isEqualTo("ann@example.org");
    }

    @Test
    void an_entry_that_is_none_fails_alone() {
        JsonNode put = entry("mail", "lotabots", "no json")
                .entry("mail", "aws.backup", "{}")
                .entry("mail", "lotabots", "{}")
                .put("admin");
        assertThat(put.path("FailedEntryCount").intValue()).isEqualTo(2);
        assertThat(put.path("Entries").path(0).path("ErrorCode").asText()).isEqualTo("MalformedDetail");
        assertThat(put.path("Entries").path(1).path("ErrorCode").asText()).isEqualTo("InvalidArgument");
        assertThat(put.path("Entries").path(2).path("EventId").asText()).isNotEmpty();
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_function_says_nothing_on_a_bus_that_its_role_does_not_name() {
        MACHINE.register("postman", """
                {"Statement":[{"Effect":"Allow","Action":"events:PutEvents","Resource":"%s"}]}""".formatted(BUS));
        assertThat(entry("mail", "lotabots", "{}")
                        .put("postman")
                        .path("FailedEntryCount")
                        .intValue())
                .isZero();
        JsonNode denied = entry("other", "lotabots", "{}").put("postman");
        assertThat(denied.path("__type").asText()).isEqualTo("AccessDeniedException");
        assertThat(denied.path("message").asText())
                .contains("not authorized to perform: events:PutEvents", "event-bus/other");
        assertThat(buses).containsExactly("mail");
    }

    @Test
    void eleven_entries_or_too_many_bytes_are_too_many() {
        for (int i = 0; i < 11; i++) {
            entry("mail", "lotabots", "{}");
        }
        assertThat(put("admin").path("message").asText()).contains("between 1 and 10");
        entries.removeAll();
        JsonNode large = entry("mail", "lotabots", "{\"x\":\"" + "a".repeat(256 * 1024) + "\"}")
                .put("admin");
        assertThat(large.path("message").asText()).contains("over the limit");
        assertThat(heard).isEmpty();
    }
}
