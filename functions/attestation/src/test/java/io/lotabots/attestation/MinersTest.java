package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.testing.MemoryTransport;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one query of a miner's partition tells. */
class MinersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Machine MACHINE = Machines.of("m", 1_795_234_320L);

    @Test
    void pin_and_hold_are_read_however_many_machines_were_added_at_once() {
        Profile profile = new Miners(Service.over(new MemoryTransport((_, request) -> partition(request))))
                .read("m")
                .profile();
        assertThat(profile.pinnedKey()).contains("ab".repeat(32));
        assertThat(profile.hold()).isPresent();
    }

    /** Forty machines and a profile, in the order of the sort key, as far as the request's limit lets them through. */
    private static String partition(JsonNode request) {
        List<String> entries = Stream.concat(
                        Stream.of(Profile.ENTRY),
                        IntStream.range(0, 40).mapToObj(i -> Machine.entry("%040x".formatted(i))))
                .sorted()
                .limit(request.path("Limit").intValue())
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("Items");
        for (String entry : entries) {
            ObjectNode row = entry.equals(Profile.ENTRY) ? profile() : MemoryTables.row(MACHINE);
            row.putObject("miner").put("S", "m");
            row.putObject("entry").put("S", entry);
            items.add(row);
        }
        return answer.toString();
    }

    private static ObjectNode profile() {
        ObjectNode row = JSON.createObjectNode();
        row.putObject("pinned_key").put("S", "ab".repeat(32));
        row.putObject("hold_status").put("S", "blocked");
        row.putObject("hold_reason").put("S", "reason");
        row.putObject("hold_note").put("S", "");
        return row;
    }
}
