package io.lotabots.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.Ed25519;
import io.lotabots.settlement.JournalEntry.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Map<String, Long> THREE = Map.of("alice", 800_000_000L, "bob", 500_000L, "carol", 0L);

    private final Chain chain = new Chain();

    private void grow() {
        chain.seal(THREE, Chain.entry(Step.GENESIS, 0, "a", "", "treasury", 10_000));
        chain.seal(Map.of());
        chain.seal(
                Map.of("bob", 3L, "dave", 3L),
                Chain.entry(Step.SUBMIT, 8_100, "1", "treasury", "erin", 400),
                Chain.entry(Step.SUBMIT, 8_200, "2", "treasury", "erin", 300));
        chain.seal(
                Map.of("alice", 1L),
                Chain.entry(Step.CONFIRM, 9_300, "1", "treasury", "erin", 400),
                Chain.entry(Step.VOID, 9_100, "2", "treasury", "erin", 300));
    }

    @Test
    void an_honest_archive_has_no_differences() {
        grow();
        List<Long> told = new ArrayList<>();
        Audit.Report report = new Audit(
                        chain,
                        Map.of(Chain.KEY.id(), Chain.KEY.publicKey()),
                        (epoch, _, of) -> told.add(epoch * 10 + of))
                .chain(10);
        assertThat(report.differences()).isEmpty();
        assertThat(report)
                .extracting(Audit.Report::seals, Audit.Report::firstEpoch, Audit.Report::lastEpoch)
                .containsExactly(4L, 7L, 10L);
        assertThat(report.minted()).isEqualTo(3 * Chain.POT);
        assertThat(report.supply()).isEqualTo(3 * Chain.POT + 10_000);
        assertThat(report.shares()).isEqualTo(5);
        assertThat(told).containsExactly(74L, 84L, 94L, 104L);
    }

    @Test
    void one_epoch_is_audited_by_itself() {
        grow();
        for (long epoch = 7; epoch <= 10; epoch++) {
            assertThat(Chain.audit(chain).epoch(epoch).differences()).isEmpty();
        }
    }

    @Test
    void replaying_the_journal_rebuilds_every_wallet() {
        grow();
        Sealed sealed = new Sealed(chain);
        Manifest last = sealed.manifest(sealed.root(10).orElseThrow().manifest());
        assertThat(sealed.accounts(last.accounts()))
                .contains(
                        new Account("treasury", -1, 0, 0, 9_600, 0, 0, 8_200),
                        new Account("erin", -1, 0, 0, 400, 0, 0, 0),
                        new Account("dave", 2, 750_000, 1, 0, 0, 0, 0));
    }

    @Test
    void a_share_that_is_not_the_pots_is_named_although_everything_is_signed() {
        UnaryOperator<Outcome> greedy = honest -> new Outcome(
                honest.accounts().stream()
                        .map(a -> a.wallet().equals("bob")
                                ? new Account("bob", a.slot(), a.earned() + 1, 1, 0, 0, 0, 0)
                                : a)
                        .toList(),
                honest.leaves().stream()
                        .map(leaf -> leaf.identity().equals("bob")
                                ? new Leaf(leaf.slot(), "bob", leaf.weight(), leaf.share() + 1, leaf.cumulative() + 1)
                                : leaf)
                        .toList(),
                honest.minted() + 1,
                honest.weight(),
                honest.slots());
        chain.seal(THREE, List.of(), greedy, UnaryOperator.identity());
        assertThat(differences(7))
                .anyMatch(line -> line.startsWith("epoch 7: slot 1 is Leaf[slot=1, identity=bob"))
                .anyMatch(line -> line.startsWith("epoch 7: wallet bob is "))
                .anyMatch(line -> line.startsWith("epoch 7: page 0 is "))
                .contains("epoch 7: the amount minted is 1500001, should be 1500000");
    }

    @Test
    void an_object_that_was_changed_or_lost_is_named() {
        grow();
        Sealed sealed = new Sealed(chain);
        Manifest manifest = sealed.manifest(sealed.root(9).orElseThrow().manifest());
        String shard = sealed.list(manifest.shards(), "shards").getFirst().digest();
        byte[] bytes = chain.objects.get(shard);
        chain.objects.put(
                shard,
                new String(bytes, StandardCharsets.US_ASCII)
                        .replace(" 3\n", " 4\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(differences(9)).singleElement().asString().contains("the object " + shard, "has the digest");
        chain.objects.remove(shard);
        assertThat(differences(9)).singleElement().asString().contains("the archive has no object " + shard);
    }

    @Test
    void a_root_of_another_key_or_with_another_word_is_named() {
        grow();
        RootKey other = RootKey.of(Arrays.copyOf(new byte[] {1}, Ed25519.KEY_BYTES));
        Audit stranger = new Audit(chain, Map.of(other.id(), other.publicKey()), (_, _, _) -> {});
        assertThat(stranger.epoch(7).differences()).singleElement().asString().contains("names the key");
        String root = new String(chain.roots.get(7L), StandardCharsets.US_ASCII);
        chain.roots.put(
                7L, root.replace("\"minted\":1500000", "\"minted\":1500001").getBytes(StandardCharsets.US_ASCII));
        assertThat(differences(7)).anyMatch(line -> line.contains("signature is not of the key"));
    }

    @Test
    void a_seal_that_does_not_follow_the_one_before_is_named() {
        chain.seal(THREE);
        chain.seal(THREE, List.of(), UnaryOperator.identity(), m -> with(m, m.supplyBefore() + 5, m.accountsBefore()));
        chain.seal(THREE, List.of(), UnaryOperator.identity(), m -> with(m, m.supplyBefore(), Sealed.NOTHING));
        assertThat(Chain.audit(chain).chain(9).differences())
                .contains("epoch 8: the supply before is 1510005, should be 1510000")
                .anyMatch(line -> line.startsWith("epoch 9: the accounts before is "));
    }

    @Test
    void a_missing_link_is_named() {
        grow();
        chain.roots.remove(8L);
        assertThat(Chain.audit(chain).chain(10).differences())
                .contains("epoch 8: the archive has no root of a seal that ends with it");
    }

    @Test
    void a_journal_entry_beyond_the_cut_or_in_another_shard_is_named() {
        chain.seal(THREE, Chain.entry(Step.GENESIS, 7_000, "b", "", "treasury", 10_000));
        assertThat(differences(7)).anyMatch(line -> line.contains("is out of place"));
    }

    @Test
    void allocations_beyond_the_opening_are_named() {
        chain.seal(THREE, Chain.entry(Step.GENESIS, 0, "a", "", "treasury", 10_001));
        assertThat(Chain.audit(chain).chain(7).differences())
                .containsExactly("epoch 7: the journal allocates 10001 micro-RTC, the opening only 10000");
    }

    private List<String> differences(long epoch) {
        return Chain.audit(chain).epoch(epoch).differences();
    }

    private static Manifest with(Manifest m, long supplyBefore, String accountsBefore) {
        return new Manifest(
                m.chainId(),
                m.firstEpoch(),
                m.epoch(),
                m.previousRoot(),
                m.pot(),
                supplyBefore,
                m.minted(),
                m.enrolled(),
                m.weight(),
                m.slotsBefore(),
                m.slotsAfter(),
                m.shardCount(),
                m.shards(),
                m.journalFrom(),
                m.journalTo(),
                m.journal(),
                accountsBefore,
                m.accounts(),
                m.pages(),
                m.leaves(),
                m.treeRoot(),
                m.treeSize());
    }
}
