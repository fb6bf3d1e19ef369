package io.lotabots.clients.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.CommandRun;
import io.lotabots.clients.node.LedgerNode;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.JournalEntry.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lotabots audit} and {@code lotabots wallet verify} against a node that serves a short chain of sealed epochs. */
final class AuditCommandTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final List<Enrolled> MEMBERS = List.of(
            new Enrolled("RTC0123456789abcdef0123456789abcdef01234567", 2_500_000_000L),
            new Enrolled("alpha", 1_000_000_000L),
            new Enrolled("beta", 800_000_000L));

    @TempDir
    private Path folder;

    private LedgerNode node;
    private CommandRun run;
    private SealedEpochs epochs;

    @BeforeEach
    void start() throws IOException {
        node = new LedgerNode();
        run = new CommandRun(node, folder.resolve("wallets"));
        epochs = new SealedEpochs(10_000_000_000L);
        epochs.seal(1, 3, MEMBERS, List.of(entry(10, Step.GENESIS, "", "treasury", 10_000_000_000L, 0)));
        epochs.seal(4, 4, MEMBERS.subList(0, 2), List.of(entry(3500, Step.SUBMIT, "treasury", "alpha", 5_000_000, 7)));
        epochs.seal(5, 5, MEMBERS, List.of(entry(4500, Step.CONFIRM, "treasury", "alpha", 5_000_000, 0)));
        epochs.serve(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void an_honest_node_is_accounted_for_to_the_unit() {
        assertThat(audit()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^epochs +1 to 5$")
                .containsPattern("(?m)^seals +3$")
                .containsPattern("(?m)^shares +8$")
                .containsPattern("(?m)^minted +4.5 RTC$")
                .containsPattern("(?m)^supply +10004.5 RTC$")
                .containsPattern("(?m)^differences +0$")
                .endsWith("every unit is accounted for" + System.lineSeparator());
        assertThat(run.err()).contains("the key is the node's own word", "--key " + epochs.key());
    }

    @Test
    void a_pinned_key_needs_nobodys_word() {
        node.forget("/.well-known/jwks.json");
        assertThat(audit("--key", epochs.key())).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(audit()).isEqualTo(1);
        assertThat(run.err()).contains("publishes no keys", "--key");
    }

    @Test
    void another_pinned_key_is_a_difference() {
        assertThat(audit("--key", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
                .isEqualTo(1);
        assertThat(run.out()).contains("the root names the key");
    }

    @Test
    void a_copy_of_the_bucket_is_audited_and_the_tables_are_rebuilt_without_a_node() throws IOException {
        Path copy = folder.resolve("copy");
        Path rows = folder.resolve("rows");
        epochs.keep(copy);
        node.close();
        assertThat(audit("--archive", copy.toString(), "--key", epochs.key(), "--rebuild", rows.toString()))
                .isZero();
        assertThat(run.out()).containsPattern("(?m)^archive +.*copy$").containsPattern("(?m)^rebuilt wallets +2 rows$");
        assertThat(rows.resolve("wallets.json"))
                .content()
                .contains("{\"Item\":{\"wallet_id\":{\"S\":\"treasury\"},\"base\":{\"N\":\"9995000000\"},"
                        + "\"encumbered\":{\"N\":\"0\"},\"folded\":{\"N\":\"0\"},\"nonce\":{\"N\":\"7\"}}}\n");
        assertThat(Files.readAllLines(rows.resolve("slots.json"))).hasSize(3);
        assertThat(rows.resolve("transfers.json")).content().contains("\"status\":{\"S\":\"CONFIRMED\"}");
        assertThat(rows.resolve("due.json")).isEmptyFile();
        assertThat(Files.readAllLines(rows.resolve("epochs.json")))
                .hasSize(4)
                .last()
                .asString()
                .contains("\"head\"");
        assertThat(audit("--archive", copy.toString(), "--key", epochs.key(), "--rebuild", rows.toString()))
                .isEqualTo(2);
        assertThat(run.err()).contains("is there already");
    }

    @Test
    void an_archive_with_a_difference_gives_no_rows() throws IOException {
        Path copy = folder.resolve("copy");
        Path rows = folder.resolve("rows");
        epochs.keep(copy);
        Path root = copy.resolve("epochs/000000000004/root");
        Files.writeString(root, Files.readString(root).replace("\"minted\":1500000", "\"minted\":1500001"));
        assertThat(audit("--archive", copy.toString(), "--key", epochs.key(), "--rebuild", rows.toString()))
                .isEqualTo(1);
        assertThat(rows).doesNotExist();
        assertThat(folder.resolve("rows.new")).doesNotExist();
    }

    @Test
    void a_copy_says_nothing_of_whose_signatures_count() throws IOException {
        Path copy = folder.resolve("copy");
        assertThat(audit("--archive", copy.toString())).isEqualTo(2);
        assertThat(run.err()).contains("--archive needs --key");
        assertThat(audit("--archive", copy.toString(), "--key", epochs.key())).isEqualTo(1);
        assertThat(run.err()).contains("there is no sealed epoch in");
        assertThat(audit("--rebuild", "rows", "--epoch", "4")).isEqualTo(2);
    }

    @Test
    void one_epoch_alone() throws IOException {
        assertThat(audit("--epoch", "4", "--json")).isZero();
        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("ok").booleanValue()).isTrue();
        assertThat(json.path("seals").intValue()).isEqualTo(1);
        assertThat(json.path("minted_i64").longValue()).isEqualTo(1_500_000);
    }

    /** Whatever object it is: a list, a shard, leaves, accounts, the journal, a manifest. */
    @Test
    void every_changed_object_is_noticed() {
        int noticed = 0;
        for (var digest : epochs.digests()) {
            var changed = epochs.object(digest);
            if (changed.length == 0) {
                continue;
            }
            changed[changed.length / 2] ^= 1;
            node.file("/archive/objects/" + digest, changed);
            int before = node.asked().size();
            int status = audit();
            var asked = node.asked().subList(before, node.asked().size());
            node.file("/archive/objects/" + digest, epochs.object(digest));
            if (status != 0) {
                assertThat(run.out()).contains(digest);
                noticed++;
            } else {
                // What can be recomputed is not even asked for.
                assertThat(asked).doesNotContain("GET /archive/objects/" + digest);
            }
        }
        assertThat(noticed).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"minted,1500001", "supply,10000000001", "weight,1", "tree_size,4", "first_epoch,2"})
    void a_changed_root_is_noticed(String field, String value) throws IOException {
        var root = new String(fileOf(4), StandardCharsets.UTF_8);
        var changed = root.replaceFirst("\"" + field + "\":\\d+", "\"" + field + "\":" + value);
        assertThat(changed).isNotEqualTo(root);
        node.file("/archive/epochs/4", changed.getBytes(StandardCharsets.UTF_8));
        assertThat(audit()).isEqualTo(1);
        assertThat(run.out()).contains("epoch 4: the root's signature is not of the key");
    }

    @Test
    void a_missing_object_is_a_difference() {
        var digest = epochs.digests().stream()
                .filter(name -> new String(epochs.object(name), StandardCharsets.UTF_8).startsWith("{"))
                .findFirst()
                .orElseThrow();
        node.forget("/archive/objects/" + digest);
        assertThat(audit()).isEqualTo(1);
        assertThat(run.out()).contains("the archive has no object " + digest);
    }

    @Test
    void a_huge_object_is_not_taken() {
        for (var name : epochs.digests()) {
            node.file("/archive/objects/" + name, new byte[RemoteArchive.MAX_OBJECT_BYTES + 1]);
        }
        assertThat(audit()).isEqualTo(1);
        assertThat(run.err()).contains("the audit ended early");
    }

    @Test
    void what_was_downloaded_is_kept_and_checked_again() throws IOException {
        var cache = folder.resolve("cache");
        assertThat(audit("--cache", cache.toString())).isZero();
        long before = objectsAsked();
        assertThat(audit("--cache", cache.toString())).isZero();
        assertThat(objectsAsked()).isEqualTo(before);
        assertThat(run.out()).containsPattern("(?m)^downloaded +0 bytes$");
        try (var files = Files.list(cache)) {
            Files.write(files.sorted().findFirst().orElseThrow(), new byte[] {1});
        }
        assertThat(audit("--cache", cache.toString())).isZero();
        assertThat(objectsAsked()).isEqualTo(before + 1);
    }

    @Test
    void a_node_that_sealed_nothing_says_so() {
        node.forget("/archive/epochs/latest");
        assertThat(audit()).isEqualTo(1);
        assertThat(run.err()).contains("the node shows no sealed epoch: GET /archive/epochs/latest: HTTP 404");
    }

    @Test
    void a_proof_holds() throws IOException {
        node.file("/rewards/epoch/5/proof", epochs.proof(5, "alpha"));
        assertThat(verify("--epoch", "5", "--address", "alpha", "--key", epochs.key()))
                .isZero();
        assertThat(run.out())
                .containsPattern("(?m)^wallet +alpha$")
                .containsPattern("(?m)^reward +0.348837 RTC of 1.5$")
                .containsPattern("(?m)^weight +1 of 4.3$")
                .endsWith("the proof holds" + System.lineSeparator());
    }

    @Test
    void a_proof_of_someone_else_or_of_another_epoch_does_not_hold() throws IOException {
        node.file("/rewards/epoch/5/proof", epochs.proof(5, "alpha"));
        assertThat(verify("--epoch", "5", "--address", "beta")).isEqualTo(1);
        assertThat(run.out()).contains("the proof is one of alpha, not of beta", "does not hold");
        node.file("/rewards/epoch/4/proof", epochs.proof(5, "alpha"));
        assertThat(verify("--epoch", "4", "--address", "alpha")).isEqualTo(1);
        assertThat(run.out()).contains("the proof is one of epoch 5, not of 4");
    }

    @ParameterizedTest
    @CsvSource({"share,348838", "cumulative,9", "weight,2", "minted,1400000", "index,2", "slot,2"})
    void a_changed_number_does_not_hold(String field, String value) throws IOException {
        var proof = new String(epochs.proof(5, "alpha"), StandardCharsets.UTF_8);
        var changed = proof.replaceFirst("\"" + field + "\":\\d+", "\"" + field + "\":" + value);
        assertThat(changed).isNotEqualTo(proof);
        node.file("/rewards/epoch/5/proof", changed.getBytes(StandardCharsets.UTF_8));
        assertThat(verify("--epoch", "5", "--address", "alpha", "--json")).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(run.out()).path("problems")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'{}'", "'{\"miner_id\":\"alpha\",\"share\":1.5}'", "'{\"path\":null}'"})
    void an_answer_that_is_no_proof_is_one_plain_line(String answer) {
        node.file("/rewards/epoch/5/proof", answer.getBytes(StandardCharsets.UTF_8));
        assertThat(verify("--epoch", "5", "--address", "alpha")).isEqualTo(1);
        assertThat(run.err()).startsWith("lotabots: ").contains("no usable proof");
        assertThat(run.err().lines()).hasSize(1);
    }

    private int audit(String... more) {
        return any(List.of("audit"), more);
    }

    private int verify(String... more) {
        return run.wallet(join(List.of("verify"), more));
    }

    private int any(List<String> words, String... more) {
        var all = new ArrayList<>(List.of(join(words, more)));
        all.addAll(List.of("--node", node.address().toString()));
        return run.any(all.toArray(String[]::new));
    }

    private static String[] join(List<String> words, String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private byte[] fileOf(long epoch) throws IOException {
        return node.served("/archive/epochs/" + epoch);
    }

    private long objectsAsked() {
        return node.asked().stream()
                .filter(path -> path.startsWith("GET /archive/objects/"))
                .count();
    }

    private static JournalEntry entry(long at, Step step, String from, String to, long amount, long nonce) {
        return new JournalEntry(at, step, HASH, from, to, amount, 0, 0, nonce);
    }
}
