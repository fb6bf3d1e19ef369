package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Json;
import io.lotabots.settlement.Archive;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.InclusionProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An epoch on the whole platform: miners attest, it ends, it is sealed, and anyone can check who was paid what. */
class SettlementLoopTest {
    private static final Duration EPOCH = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofSeconds(40);

    private final Http node = Node.http();

    @Test
    void an_epoch_is_sealed_shown_proven_and_audited() throws IOException {
        TestMiner miner = TestMiner.modern(node, 0x5e771e);
        assertThat(miner.attest().status()).isEqualTo(200);
        long epoch = miner.epoch();
        assertThat(settle(epoch).code()).isEqualTo("EPOCH_NOT_REACHED");
        Node.advance(EPOCH.plus(GRACE));

        Http.Answer settled = settle(epoch);
        assertThat(settled.status()).as(settled.text()).isEqualTo(200);
        assertThat(settle(epoch).json().path("already_settled").booleanValue()).isTrue();

        JsonNode rewards = node.get("/rewards/epoch/" + epoch + "?limit=1000").json();
        assertThat(rewards.path("settled").booleanValue()).isTrue();
        long sum = 0;
        for (JsonNode reward : rewards.path("rewards")) {
            sum += reward.path("share_i64").longValue();
        }
        assertThat(sum).isEqualTo(1_500_000);
        assertThat(node.get("/epoch/rewards?epoch=" + epoch).json().path("total"))
                .isEqualTo(rewards.path("total"));

        Map<String, byte[]> keys = keys();
        JsonNode shown = node.get("/rewards/epoch/" + epoch + "/proof?miner_id=" + miner.wallet)
                .json();
        InclusionProof proof = Json.MAPPER.treeToValue(shown, InclusionProof.class);
        assertThat(proof.problems(keys.values().iterator().next())).isEmpty();
        assertThat(proof.minerId()).isEqualTo(miner.wallet);

        Audit.Report audit = new Audit(new Remote(node), keys, (_, _, _) -> {}).chain(epoch);
        assertThat(audit.differences()).isEmpty();
        assertThat(audit.lastEpoch()).isEqualTo(epoch);
        assertThat(node.get("/archive/epochs/latest")
                        .json()
                        .path("sealed_epoch")
                        .longValue())
                .isGreaterThanOrEqualTo(epoch);
    }

    @Test
    void a_miner_s_page_and_the_figures_of_the_chain_tell_what_the_ledger_holds() {
        TestMiner miner = TestMiner.modern(node, 0xda5b0a);
        assertThat(miner.attest().status()).isEqualTo(200);
        JsonNode before = dashboard(miner);
        assertThat(before.path("balance_rtc").decimalValue()).isEqualByComparingTo("0");
        assertThat(before.path("epoch_participation").intValue()).isEqualTo(1);
        assertThat(before.path("attest_timeline_24h")).hasSize(1);
        long epoch = miner.epoch();
        Node.advance(EPOCH.plus(GRACE));
        settle(epoch);
        long share = node.get("/wallet/balance?miner_id=" + miner.wallet)
                .json()
                .path("amount_i64")
                .longValue();
        assertThat(share).isPositive();
        JsonNode after = dashboard(miner);
        assertThat(Rtc.micro(after.path("balance_rtc").decimalValue())).isEqualTo(share);
        assertThat(Rtc.micro(after.path("total_earned_rtc").decimalValue())).isEqualTo(share);
        assertThat(after.path("reward_events").intValue()).isEqualTo(1);
        assertThat(after.path("epoch_participation").intValue()).isEqualTo(1);
        assertThat(after.path("reward_history").get(0).path("epoch").longValue())
                .isEqualTo(epoch);
        assertThat(after.path("reward_history").get(0).path("share_i64").longValue())
                .isEqualTo(share);
        JsonNode total = node.get("/api/stats").json().path("total_balance");
        assertThat(total.decimalValue()).isGreaterThanOrEqualTo(new BigDecimal("1.5"));
        assertThat(total.decimalValue())
                .isEqualByComparingTo(node.get("/api/tokenomics")
                        .json()
                        .path("circulating_rtc")
                        .decimalValue());
    }

    private JsonNode dashboard(TestMiner miner) {
        Http.Answer answer = node.get("/api/miner_dashboard/" + miner.wallet);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void what_is_not_there_is_said_plainly() {
        assertThat(node.get("/rewards/epoch/999999").json().path("settled").booleanValue())
                .isFalse();
        assertThat(node.get("/rewards/epoch/x").status()).isEqualTo(400);
        assertThat(node.get("/rewards/epoch/1/proof").status()).isEqualTo(400);
        assertThat(node.get("/rewards/epoch/999999/proof?miner_id=a").code()).isEqualTo("EPOCH_NOT_SEALED");
        assertThat(node.get("/archive/epochs/999999").code()).isEqualTo("NO_SEAL");
        assertThat(node.get("/archive/objects/" + "0".repeat(64)).code()).isEqualTo("NO_OBJECT");
        assertThat(node.get("/archive/objects/x").status()).isEqualTo(400);
    }

    private Http.Answer settle(long epoch) {
        return Purse.operator(node, "/rewards/settle", "{\"epoch\":" + epoch + "}");
    }

    private Map<String, byte[]> keys() {
        JsonNode key = Purse.ledgerKey(node);
        byte[] bytes = Base64.getUrlDecoder().decode(key.path("x").textValue());
        assertThat(EpochRoot.keyId(bytes)).isEqualTo(key.path("kid").textValue());
        return Map.of(EpochRoot.keyId(bytes), bytes);
    }

    /** The archive as the node's endpoints serve it. */
    private record Remote(Http node) implements Archive {
        @Override
        public Optional<byte[]> object(String digest) {
            Http.Answer answer = node.get("/archive/objects/" + digest);
            return answer.status() == 200
                    ? Optional.of(answer.text().getBytes(StandardCharsets.US_ASCII))
                    : Optional.empty();
        }

        @Override
        public Optional<byte[]> root(long epoch) {
            Http.Answer answer = node.get("/archive/epochs/" + epoch);
            if (answer.status() != 200) {
                return Optional.empty();
            }
            try {
                return Optional.of(Json.MAPPER
                        .treeToValue(answer.json().path("root"), EpochRoot.class)
                        .bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
