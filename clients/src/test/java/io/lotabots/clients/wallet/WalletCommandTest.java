package io.lotabots.clients.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.CommandRun;
import io.lotabots.clients.Typist;
import io.lotabots.clients.node.LedgerNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WalletCommandTest {
    private static final String ART = "abandon ".repeat(23) + "art";
    private static final String ART_ADDRESS = "RTCe28c3608979d45d2c7dc74b1c19519e54ce8961c";

    @TempDir
    private Path folder;

    private LedgerNode node;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        node = new LedgerNode();
        run = new CommandRun(node, folder.resolve("wallets"))
                .with(new Typist().with(Passphrase.VARIABLE, TestWallets.PASSPHRASE));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_new_wallet_shows_words_that_bring_it_back() throws IOException {
        assertThat(run.alone("create", "--json")).isZero();
        var made = json();
        var words = new ArrayList<String>();
        made.path("words").forEach(word -> words.add(word.textValue()));
        assertThat(words).hasSize(24);
        assertThat(made.path("created_at").longValue()).isEqualTo(CommandRun.NOW.getEpochSecond());
        var file = secret("words", String.join(" ", words));
        assertThat(run.alone("import", "again", "--words-file", file, "--json")).isZero();
        assertThat(json().path("address")).isEqualTo(made.path("address"));
        assertThat(Files.readString(folder.resolve("wallets/main.json"))).doesNotContain(words.get(0) + "\"");
    }

    @Test
    void words_stand_in_numbered_rows_and_are_not_kept() {
        assertThat(run.alone("create", "savings")).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^wallet +savings$")
                .containsPattern("(?m)^address +RTC[0-9a-f]{40}$")
                .contains("Write these 24 words down", "not kept, nor shown again")
                .containsPattern("(?m)^ {3}1 [a-z]+ +2 [a-z]+ +3 [a-z]+ +4 [a-z]+$")
                .containsPattern("(?m)^  21 [a-z]+ +22 [a-z]+ +23 [a-z]+ +24 [a-z]+$");
        assertThat(run.alone("list")).isZero();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).containsPattern("savings  RTC[0-9a-f]{40}  2026-01-01T00:00:00Z");
    }

    @Test
    void a_passphrase_is_asked_for_twice_without_echo() {
        var typist = new Typist().types("correct horse", "correct horse");
        assertThat(run.with(typist).alone("create")).isZero();
        assertThat(typist.asked())
                .containsExactly("secret New passphrase for wallet main: ", "secret The same passphrase again: ");
    }

    @ParameterizedTest
    @CsvSource({
        "correct horse,correct house,the two passphrases differ",
        "short,short,at least 8 characters",
    })
    void a_bad_passphrase_makes_nothing(String first, String second, String message) {
        assertThat(run.with(new Typist().types(first, second)).alone("create")).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("wallets")).doesNotExist();
    }

    @Test
    void without_a_terminal_the_ways_to_give_a_passphrase_are_named() {
        assertThat(run.with(new Typist()).alone("create")).isEqualTo(2);
        assertThat(run.err()).contains("--passphrase-file FILE", "LOTABOTS_PASSPHRASE");
    }

    @Test
    void a_passphrase_comes_from_a_file_that_only_its_owner_reads() throws IOException {
        var file = secret("pass", "correct horse\n");
        assertThat(run.with(new Typist()).alone("create", "--passphrase-file", file))
                .isZero();
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run.alone("create", "other", "--passphrase-file", file)).isEqualTo(2);
        assertThat(run.err()).contains("the passphrase at " + file + " is open to others", "chmod 600");
    }

    @Test
    void a_wallet_is_never_made_over_another() {
        TestWallets.add(folder.resolve("wallets"), "main", 1);
        assertThat(run.alone("create")).isEqualTo(2);
        assertThat(run.err()).contains("not replaced");
    }

    @Test
    void known_words_bring_back_the_known_address() {
        run.with(new Typist().types(ART, "correct horse", "correct horse"));
        assertThat(run.alone("import")).isZero();
        assertThat(run.out()).containsPattern("(?m)^address +" + ART_ADDRESS + "$");
    }

    @Test
    void the_key_of_a_miner_becomes_a_wallet() throws IOException {
        var key = secret("key", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n");
        assertThat(run.alone("import", "rig", "--key", key, "--json")).isZero();
        assertThat(json().path("public_key").textValue())
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abandon abandon", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo"})
    void wrong_words_make_nothing(String words) throws IOException {
        assertThat(run.alone("import", "--words-file", secret("words", words))).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).doesNotContain("zoo", "abandon");
        assertThat(folder.resolve("wallets")).doesNotExist();
    }

    @Test
    void the_list_goes_on_after_a_damaged_wallet_and_ends_with_one() throws IOException {
        TestWallets.add(folder.resolve("wallets"), "good", 1);
        TestWallets.add(folder.resolve("wallets"), "bad", 2);
        var file = folder.resolve("wallets/bad.json");
        Files.writeString(file, Files.readString(file).replace("aes-256-gcm", "aes-128-gcm"));
        assertThat(run.alone("list")).isEqualTo(1);
        assertThat(run.out()).contains("good  RTC");
        assertThat(run.err()).contains("bad.json is damaged");
    }

    @Test
    void an_empty_folder_says_how_to_make_a_wallet() {
        assertThat(run.alone("list")).isZero();
        assertThat(run.out()).contains("no wallets in", "lotabots wallet create");
        assertThat(run.wallet("balance")).isEqualTo(2);
        assertThat(run.err()).contains("lotabots wallet create");
    }

    @Test
    void balances_stand_in_columns() {
        var one = TestWallets.add(folder.resolve("wallets"), "one", 1);
        TestWallets.add(folder.resolve("wallets"), "other", 2);
        node.fund(one, 1_234_567_890);
        assertThat(run.wallet("balance")).isZero();
        assertThat(run.out()
                        .lines()
                        .map(line -> line.replaceAll("RTC[0-9a-f]{40}", "RTC"))
                        .toList())
                .containsExactly(
                        "WALLET  ADDRESS" + " ".repeat(36) + "         RTC   AVAILABLE  PENDING",
                        "one     RTC  1234.56789  1234.56789      0.0",
                        "other   RTC         0.0         0.0      0.0");
    }

    @Test
    void a_balance_of_anyone_as_json() throws IOException {
        node.fund("my-rig", 5);
        assertThat(run.wallet("balance", "my-rig", "--json")).isZero();
        assertThat(json().at("/balances/0/amount_i64").longValue()).isEqualTo(5);
        assertThat(json().at("/balances/0/wallet").textValue()).isEqualTo("my-rig");
    }

    @Test
    void history_is_told_in_words() {
        TestWallets.add(folder.resolve("wallets"), "main", 1);
        node.file("/wallet/history", """
                {"ok":true,"miner_id":"x","total":3,"transactions":[
                {"type":"transfer_out","amount":2.5,"epoch":null,"timestamp":1767225600,"tx_hash":"0123456789abcdef0123456789abcdef",\
                "to":"RTC0123456789abcdef0123456789abcdef01234567","status":"pending"},
                {"type":"reward","amount":0.000015,"epoch":353,"timestamp":1767225000,"tx_hash":null,"status":"confirmed"},
                {"type":"transfer_in","amount":10,"epoch":null,"timestamp":1767224000,"tx_hash":null,"from":"treasury\\u001b[2J","to":"RTCme"}]}""".getBytes(StandardCharsets.UTF_8));
        assertThat(run.wallet("history", "--limit", "3")).isZero();
        assertThat(run.out())
                .contains(
                        "2026-01-01T00:00:00Z  sent             2.5  RTC0123456789abcdef0123456789abcdef01234567  pending")
                .contains("reward 353  0.000015")
                .contains("received          10  treasury [2J")
                .contains("3 of 3")
                .doesNotContain("\u001b");
    }

    @Test
    void nothing_in_the_history_is_said() {
        TestWallets.add(folder.resolve("wallets"), "main", 1);
        node.file("/wallet/history", "{\"ok\":true,\"total\":0,\"transactions\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThat(run.wallet("history")).isZero();
        assertThat(run.out()).startsWith("nothing came or went at RTC");
    }

    @Test
    void a_node_without_a_ledger_is_one_plain_line() {
        TestWallets.add(folder.resolve("wallets"), "main", 1);
        assertThat(run.wallet("history")).isEqualTo(1);
        assertThat(run.err()).startsWith("lotabots: GET /wallet/history: HTTP 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "import", "list", "balance", "send", "history", "verify"})
    void every_command_has_examples(String command) {
        assertThat(run.any("wallet", command, "--help")).isZero();
        assertThat(run.out()).contains("Examples:", "lotabots wallet " + command);
    }

    @Test
    void help_lists_wallet_and_audit() {
        assertThat(run.any("--help")).isZero();
        assertThat(run.out()).contains("miner", "wallet", "audit");
    }

    private String secret(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content).toString();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(run.out());
    }
}
