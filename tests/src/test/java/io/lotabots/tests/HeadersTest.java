package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static io.lotabots.tests.AttestationPropertiesTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose turn a slot is, and the signed headers of those whose turn it is. */
class HeadersTest {
    private static final Duration SLOT = Duration.ofSeconds(600);

    private final Http node = Node.http();

    @Test
    void p19_a_miner_in_turn_gives_a_header_in_both_message_forms_and_none_is_replaced() {
        TestMiner miner = TestMiner.modern(node, 4001);
        accepted(miner.attest());
        JsonNode since = eligibility(miner);
        assertThat(since.get("reason").asText()).isEqualTo("not_your_turn");
        Node.advance(SLOT.plusSeconds(120));
        JsonNode turn = eligibility(miner);
        assertThat(turn.get("rotation_size").asInt()).isPositive();
        waitForTurn(miner);
        long slot = eligibility(miner).get("slot").asLong();
        JsonNode kept = accepted(node.post("/headers/ingest_signed", miner.header(slot)));
        assertThat(kept.get("slot").asLong()).isEqualTo(slot);
        accepted(node.post("/headers/ingest_signed", miner.header(slot)));
        refused(node.post("/headers/ingest_signed", miner.spokenHeader(slot)), 409, "HEADER_EXISTS");
        JsonNode tip = node.get("/headers/tip").json();
        assertThat(tip.get("slot").asLong()).isEqualTo(slot);
        assertThat(tip.get("miner").asText()).isEqualTo(miner.wallet);
        Node.advance(Duration.ofSeconds(60));
        waitForTurn(miner);
        long next = eligibility(miner).get("slot").asLong();
        if (next != slot) {
            accepted(node.post("/headers/ingest_signed", miner.spokenHeader(next)));
        }
    }

    @Test
    void p19_strangers_keys_far_slots_and_bent_messages_are_refused() {
        TestMiner miner = TestMiner.modern(node, 4002);
        TestMiner stranger = TestMiner.modern(node, 4003);
        accepted(miner.attest());
        Node.advance(SLOT.plusSeconds(120));
        long slot = eligibility(miner).get("slot").asLong();
        ObjectNode forged = stranger.header(slot);
        forged.put("miner_id", miner.wallet);
        ((ObjectNode) forged.get("header")).put("miner", miner.wallet);
        forged.remove("message");
        refused(node.post("/headers/ingest_signed", forged), 400, "BAD_SIGNATURE");
        refused(node.post("/headers/ingest_signed", miner.header(slot + 11)), 400, "SLOT_TOO_FAR_IN_FUTURE");
        refused(node.post("/headers/ingest_signed", miner.header(slot - 11)), 400, "SLOT_TOO_FAR_IN_PAST");
        ObjectNode mocked = miner.header(slot).put("signature", "0".repeat(128));
        refused(node.post("/headers/ingest_signed", mocked), 400, "BAD_SIGNATURE");
        ObjectNode bent = miner.header(slot);
        ((ObjectNode) bent.get("header")).put("timestamp", 2);
        refused(node.post("/headers/ingest_signed", bent), 400, "MESSAGE_HEADER_MISMATCH");
        TestMiner unknown = TestMiner.modern(node, 4004);
        ObjectNode keyless = unknown.header(slot);
        keyless.remove("pubkey");
        refused(node.post("/headers/ingest_signed", keyless), 403, "NO_PUBKEY_REGISTERED");
    }

    private JsonNode eligibility(TestMiner miner) {
        return node.get("/lottery/eligibility?miner_id=" + miner.wallet).json();
    }

    /** Moves the clock to the miner's turn: at most as many slots as the rotation is long. */
    private void waitForTurn(TestMiner miner) {
        for (int tries = 0; tries < 200; tries++) {
            JsonNode eligibility = eligibility(miner);
            if (eligibility.get("eligible").asBoolean()) {
                return;
            }
            Node.advance(SLOT);
            // A miner stays in the rotation for a day after its last attestation.
            if (tries % 100 == 99) {
                accepted(miner.attest());
            }
        }
        throw new AssertionError("no turn in 200 slots");
    }
}
