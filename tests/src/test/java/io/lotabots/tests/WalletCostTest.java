package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.aws.Meter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an endpoint of wallets costs in units of the store, metered at its door. */
class WalletCostTest {
    private final Http node = Node.http();
    private final Map<String, Meter.Snapshot> costs = new LinkedHashMap<>();

    @Test
    void every_endpoint_of_wallets_costs_what_it_should() {
        Purse anna = Purse.funded(node, 9_000_000);
        String ben = Purse.unused();
        String fund = "fund-of-costs";
        Purse.fund(fund, 9_000_000);
        // What earlier tests left is confirmed first.
        Node.advance(Duration.ofDays(1));
        confirm("PostPendingConfirm");
        String hash = MoneyTest.ok(metered("PostWalletTransferSigned", () -> anna.send(ben, "1", 1)))
                .get("tx_hash")
                .asText();
        String second = MoneyTest.ok(anna.send(ben, "1", 2)).get("tx_hash").asText();
        metered(
                "PostWalletTransfer",
                () -> Purse.operator(
                        node,
                        "/wallet/transfer",
                        "{\"from_miner\":\"" + fund + "\",\"to_miner\":\"" + ben
                                + "\",\"amount_rtc\":1,\"idempotency_key\":\"costs\"}"));
        metered("PostPendingVoid", () -> Purse.operator(node, "/pending/void", "{\"tx_hash\":\"" + second + "\"}"));
        metered("GetWalletBalance", () -> node.get("/wallet/balance?miner_id=" + anna.address));
        metered("GetWalletTx", () -> node.get("/wallet/tx/" + hash));
        metered("GetWalletHistory", () -> node.get("/wallet/history?miner_id=" + anna.address));
        metered("GetPendingList", () -> node.get("/pending/list?miner_id=" + anna.address));
        metered("GetApiTransactions", () -> node.get("/api/transactions"));
        metered("GetApiTokenomics", () -> node.get("/api/tokenomics"));
        metered("GetBalance", () -> node.get("/balance/" + anna.address));
        metered("GetApiWallet", () -> node.get("/api/wallet/" + anna.address));
        metered("GetApiFeePool", () -> node.get("/api/fee_pool"));
        metered("GetApiBountyMultiplier", () -> node.get("/api/bounty-multiplier"));
        metered("GetRewardsEpoch", () -> node.get("/rewards/epoch/1"));
        metered("GetWalletLedger", () -> read("/wallet/ledger?limit=10"));
        metered("GetApiBalances", () -> read("/api/balances"));
        metered("GetPendingIntegrity", () -> read("/pending/integrity"));
        confirm("PostPendingConfirm");
        Meter.Snapshot nothingDue = confirm("PostPendingConfirm");
        costs.put("PostPendingConfirm, nothing due", nothingDue);
        Node.advance(Duration.ofDays(1));
        confirm("PostPendingConfirm");
        costs.forEach((what, units) ->
                System.out.printf("%-34s %5.1f writes %5.1f reads%n", what, units.writeUnits(), units.readUnits()));

        // Six rows in one transaction cost two units each; the sender's address is counted in one more.
        assertThat(writes("PostWalletTransferSigned")).isEqualTo(13);
        assertThat(reads("PostWalletTransferSigned")).isLessThanOrEqualTo(3);
        assertThat(writes("PostWalletTransfer")).isEqualTo(13);
        assertThat(writes("PostPendingVoid")).isEqualTo(9);
        assertThat(writes("GetWalletBalance")).isZero();
        assertThat(reads("GetWalletBalance")).isLessThanOrEqualTo(3);
        assertThat(reads("GetWalletTx")).isEqualTo(1);
        for (String wallet : List.of("GetBalance", "GetApiWallet", "GetApiFeePool", "GetApiBountyMultiplier")) {
            assertThat(writes(wallet)).as(wallet).isZero();
            assertThat(reads(wallet)).as(wallet).isLessThanOrEqualTo(3);
        }
        assertThat(writes("GetRewardsEpoch")).isEqualTo(1);
        assertThat(reads("GetRewardsEpoch")).isEqualTo(1);
        assertThat(reads("GetApiBalances")).isLessThanOrEqualTo(1);
        assertThat(reads("GetApiTransactions")).isLessThanOrEqualTo(80);
        // One read, and one write for the limit of the operator's address.
        assertThat(nothingDue.readUnits()).isEqualTo(1);
        assertThat(nothingDue.writeUnits()).isEqualTo(1);
    }

    private double writes(String what) {
        return Objects.requireNonNull(costs.get(what), what).writeUnits();
    }

    private double reads(String what) {
        return Objects.requireNonNull(costs.get(what), what).readUnits();
    }

    /** As an operator who may read. */
    private Http.Answer read(String path) {
        return node.get(path, "X-Admin-Key", Node.adminReadKey());
    }

    private Meter.Snapshot confirm(String handler) {
        Meter meter = Node.prod().port().meter();
        meter.reset();
        MoneyTest.ok(Purse.operator(node, "/pending/confirm", "{\"limit\":500}"));
        Meter.Snapshot snapshot =
                meter.snapshot().ofPrincipal(Node.function(handler).name());
        costs.put(handler, snapshot);
        return snapshot;
    }

    private Http.Answer metered(String handler, Supplier<Http.Answer> call) {
        Meter meter = Node.prod().port().meter();
        meter.reset();
        Http.Answer answer = call.get();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        costs.put(handler, meter.snapshot().ofPrincipal(Node.function(handler).name()));
        return answer;
    }
}
