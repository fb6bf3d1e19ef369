package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.CommandRun;
import io.lotabots.clients.Typist;
import io.lotabots.clients.node.LedgerNode;
import io.lotabots.clients.node.LedgerNode.Fault;
import io.lotabots.clients.node.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code lotabots wallet send} against a ledger that can lose answers. */
final class SendCommandTest {
    private static final String NOW = Long.toString(CommandRun.NOW.toEpochMilli());
    private static final long RTC = 1_000_000;

    @TempDir
    private Path folder;

    private LedgerNode node;
    private CommandRun run;
    private String from;
    private String to;

    @BeforeEach
    void start() throws IOException {
        node = new LedgerNode();
        run = new CommandRun(node, folder).with(script());
        from = TestWallets.add(folder, "main", 1);
        to = TestWallets.add(folder, "savings", 2);
        node.fund(from, 10 * RTC);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_transfer_is_shown_asked_for_and_taken() {
        run.with(new Typist().types("yes", TestWallets.PASSPHRASE));
        assertThat(run.wallet("send", "2.5", "savings", "--memo", "rent")).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^from +" + from + "$")
                .containsPattern("(?m)^to +" + to + "$")
                .containsPattern("(?m)^amount +2.5 RTC$")
                .containsPattern("(?m)^fee +0.0 RTC$")
                .containsPattern("(?m)^memo +rent$")
                .containsPattern("(?m)^nonce +" + NOW + "$")
                .containsPattern("(?m)^chain +" + LedgerNode.CHAIN + "$")
                .containsPattern("(?m)^available +10.0 RTC$")
                .containsPattern("(?m)^transfer +[0-9a-f]{32}$")
                .containsPattern("(?m)^status +pending$")
                .containsPattern("(?m)^confirms +after 2026-01-02T00:00:00Z$");
        assertThat(node.balance(from)).isEqualTo(7_500_000);
    }

    @Test
    void consent_is_asked_before_the_passphrase_which_is_not_shown() {
        var typist = new Typist().types("yes", TestWallets.PASSPHRASE);
        run.with(typist).wallet("send", "1", "savings");
        assertThat(typist.asked()).containsExactly("Send it? Type yes: ", "secret Passphrase of wallet main: ");
    }

    @ParameterizedTest
    @CsvSource({"no", "y", "''"})
    void without_consent_nothing_is_sent(String answer) {
        assertThat(run.with(new Typist().types(answer)).wallet("send", "1", "savings"))
                .isEqualTo(1);
        assertThat(run.err()).contains("nothing was sent");
        assertThat(node.bodies()).isEmpty();
        assertThat(folder.resolve("main.outbox")).doesNotExist();
    }

    @Test
    void a_script_without_yes_is_told_so() {
        assertThat(run.wallet("send", "1", "savings")).isEqualTo(2);
        assertThat(run.err()).contains("give --yes");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000001,has 7 decimals",
        "1.5000000,has 7 decimals",
        "0,must be above 0",
        "1e3,must be a number of RTC",
        "1.,must be a number of RTC",
        "NaN,must be a number of RTC",
        "8388608.000001,more than all RTC",
        "99999999999999,must be a number of RTC",
    })
    void a_bad_amount_is_one_plain_line(String amount, String message) {
        assertThat(run.wallet("send", amount, "savings", "--yes")).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("lotabots: the amount ").contains(message);
        assertThat(node.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "my-rig,the receiver must be an address",
        "rtc0123456789abcdef0123456789abcdef01234567,is no address",
        "RTC0123456789ABCDEF0123456789abcdef01234567,is no address",
        "main,the sender and the receiver are the same",
    })
    void a_receiver_who_cannot_be_paid_is_refused_here(String receiver, String message) {
        assertThat(run.wallet("send", "1", receiver, "--yes", "--from", "main")).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(node.bodies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.000001", "10", "9.999999", "0.1", "0.000123"})
    void every_amount_arrives_exactly(String amount) {
        assertThat(run.wallet("send", amount, "savings", "--yes", "--memo", "ünï 🔥 \"q\""))
                .isZero();
        assertThat(node.balance(from)).isEqualTo(10 * RTC - Amount.micro(amount));
    }

    @Test
    void a_script_gets_one_json_object() throws IOException {
        assertThat(run.wallet("send", "1.25", "savings", "--yes", "--json")).isZero();
        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("status").textValue()).isEqualTo("pending");
        assertThat(json.path("amount_i64").longValue()).isEqualTo(1_250_000);
        assertThat(json.path("tx_hash").textValue()).matches("[0-9a-f]{32}");
    }

    @Test
    void a_refusal_is_told_and_leaves_nothing_open() {
        assertThat(run.wallet("send", "11", "savings", "--yes")).isEqualTo(1);
        assertThat(run.out()).contains("refused", "Insufficient available balance");
        assertThat(run.wallet("send", "9", "savings", "--yes")).isZero();
    }

    @Test
    void a_wrong_passphrase_sends_nothing() {
        run.with(new Typist().with(Passphrase.VARIABLE, "another one"));
        assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(2);
        assertThat(run.err()).contains("wrong passphrase for wallet main");
        assertThat(node.bodies()).isEmpty();
    }

    @Test
    void nonces_rise_though_the_clock_stands() throws IOException {
        run.wallet("send", "1", "savings", "--yes");
        run.wallet("send", "1", "savings", "--yes");
        node.used(from, Long.parseLong(NOW) + 50);
        run.wallet("send", "1", "savings", "--yes");
        assertThat(nonces()).containsExactly(Long.parseLong(NOW), Long.parseLong(NOW) + 1, Long.parseLong(NOW) + 51);
        assertThat(node.taken()).isEqualTo(3);
    }

    @Test
    void a_node_cannot_use_up_the_nonces() {
        node.used(from, Long.MAX_VALUE - 1);
        assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(1);
        assertThat(run.err()).contains("nothing is signed");
    }

    @Test
    void another_chain_than_the_expected_one_is_refused() {
        assertThat(run.wallet("send", "1", "savings", "--yes", "--chain", "mainnet"))
                .isEqualTo(2);
        assertThat(run.err()).contains("serves the chain lotabots-test, not mainnet");
        assertThat(node.bodies()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void one_trouble_is_overcome_with_the_same_bytes(Fault fault) {
        node.next(fault);
        assertThat(run.wallet("send", "1", "savings", "--yes")).isZero();
        assertThat(node.taken()).isEqualTo(1);
        assertThat(node.balance(from)).isEqualTo(9 * RTC);
        assertThat(node.bodies().stream().distinct()).hasSize(1);
        assertThat(run.waits()).hasSize(1);
    }

    @Test
    void after_a_lost_answer_the_node_is_asked_before_anything_is_sent_again() {
        node.next(Fault.LOSE_ANSWER);
        run.wallet("send", "1", "savings", "--yes");
        assertThat(node.bodies()).hasSize(1);
        assertThat(node.asked().getLast()).startsWith("GET /wallet/tx/");
    }

    @Test
    void the_same_command_goes_on_where_the_last_one_gave_up() {
        node.next(Fault.BUSY, Fault.BUSY, Fault.LOSE_REQUEST, Fault.BUSY, Fault.BUSY);
        assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(1);
        assertThat(run.out()).contains("unknown");
        assertThat(run.err()).contains("Run the same command again");
        assertThat(run.wallet("send", "1.0", "savings", "--yes")).isZero();
        assertThat(node.taken()).isEqualTo(1);
        assertThat(node.bodies().stream().distinct()).hasSize(1);
        assertThat(folder.resolve("main.outbox")).content().doesNotContain("signature");
    }

    /** As when this machine loses its power between the sending and the answer. */
    @Test
    void the_same_command_after_a_taken_transfer_without_an_answer_pays_nothing_more() throws Exception {
        giveUp();
        try (var client = new NodeClient(node.address(), Optional.empty(), Duration.ofSeconds(5), Clock.systemUTC())) {
            assertThat(client.post("/wallet/transfer/signed", node.bodies().getFirst())
                            .isDone())
                    .isTrue();
        }
        int sent = node.bodies().size();
        assertThat(run.wallet("send", "1", "savings", "--yes")).isZero();
        assertThat(run.err()).contains("going on with the transfer");
        assertThat(node.bodies()).hasSize(sent);
        assertThat(node.balance(from)).isEqualTo(9 * RTC);
    }

    @Test
    void a_lost_answer_and_a_late_arrival_pay_once() throws Exception {
        node.next(Fault.TAKE_AND_FAIL);
        assertThat(run.wallet("send", "1", "savings", "--yes")).isZero();
        assertThat(node.taken()).isEqualTo(1);
        assertThat(node.bodies()).hasSize(1);
    }

    @Test
    void another_transfer_waits_until_the_open_one_is_settled() {
        giveUp();
        assertThat(run.wallet("send", "2", "savings", "--yes")).isEqualTo(1);
        assertThat(run.err()).contains("an earlier transfer of 1.0 RTC to " + to + " had no answer", "--abandon");
        assertThat(node.taken()).isZero();
        assertThat(run.wallet("send", "2", "savings", "--yes", "--abandon")).isZero();
        assertThat(node.balance(from)).isEqualTo(8 * RTC);
        assertThat(nonces()).isSorted();
        assertThat(nonces().getLast()).isGreaterThan(nonces().getFirst());
    }

    @Test
    void wait_ends_when_the_transfer_is_confirmed() {
        node.confirmAfter(4);
        assertThat(run.wallet("send", "1", "savings", "--yes", "--wait")).isZero();
        assertThat(run.out()).containsPattern("(?m)^status +confirmed$");
        assertThat(run.waits().stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L);
    }

    @Test
    void wait_ends_with_one_when_time_is_up() {
        assertThat(run.wallet("send", "1", "savings", "--yes", "--wait", "--wait-limit", "10"))
                .isEqualTo(1);
        assertThat(run.out()).containsPattern("(?m)^status +pending$");
        assertThat(run.waits().stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(10);
    }

    @Test
    void wait_without_a_limit_lasts_the_delay_and_an_hour() {
        run.wallet("send", "1", "savings", "--yes", "--wait");
        assertThat(run.waits().stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(25 * 3600);
    }

    @Test
    void a_node_that_is_not_there_gets_nothing() {
        node.close();
        assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(1);
        assertThat(run.err()).contains("cannot connect to");
        assertThat(folder.resolve("main.outbox")).doesNotExist();
    }

    @Test
    void two_at_a_time_are_one_too_many() {
        try (var held = Outbox.of(new Wallets(folder).get("main"))) {
            assertThat(held.open()).isEmpty();
            assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(1);
            assertThat(run.err()).contains("wallet main is sending something else right now");
        }
        assertThat(run.wallet("send", "1", "savings", "--yes")).isZero();
    }

    @Test
    void a_damaged_outbox_stops_everything() throws IOException {
        giveUp();
        var file = folder.resolve("main.outbox");
        Files.writeString(file, Files.readString(file).substring(0, 60));
        assertThat(run.wallet("send", "2", "savings", "--yes")).isEqualTo(2);
        assertThat(run.err()).contains("main.outbox is damaged");
    }

    private void giveUp() {
        node.next(Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
        assertThat(run.wallet("send", "1", "savings", "--yes")).isEqualTo(1);
    }

    private List<Long> nonces() {
        return node.bodies().stream().distinct().map(SendCommandTest::nonce).toList();
    }

    private static long nonce(String body) {
        return Long.parseLong(body.replaceFirst(".*\"nonce\":(\\d+).*", "$1"));
    }

    private static Typist script() {
        return new Typist().with(Passphrase.VARIABLE, TestWallets.PASSPHRASE);
    }
}
