package io.lotabots.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InclusionProofTest {
    @Property(tries = 60)
    void every_leaf_of_a_tree_of_any_size_is_proven(@ForAll @IntRange(min = 1, max = 70) int miners) {
        Chain chain = new Chain();
        EpochRoot root = chain.seal(weights(miners));
        for (long slot = 0; slot < miners; slot++) {
            InclusionProof proof =
                    InclusionProof.of(new Sealed(chain), root, slot).orElseThrow();
            assertThat(proof.problems(Chain.KEY.publicKey())).isEmpty();
            assertThat(proof.slot()).isEqualTo(slot);
        }
        assertThat(InclusionProof.of(new Sealed(chain), root, miners)).isEmpty();
    }

    @Test
    void a_proof_crosses_chunks() {
        Chain chain = new Chain();
        int miners = 2 * Part.ROWS + 3;
        EpochRoot root = chain.seal(weights(miners));
        for (long slot : List.of(0L, Part.ROWS - 1L, (long) Part.ROWS, miners - 1L)) {
            InclusionProof proof =
                    InclusionProof.of(new Sealed(chain), root, slot).orElseThrow();
            assertThat(proof.problems(Chain.KEY.publicKey())).isEmpty();
        }
    }

    @Test
    void the_tree_of_chunks_is_the_tree_of_all_leaves() {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < 2 * Part.ROWS + 77; i++) {
            leaves.add(new Leaf(i, "m" + i, 1, i, i));
        }
        MerkleSumTree.Node whole = MerkleSumTree.ofLeaves("test", 1, leaves).root();
        MerkleSumTree.Node upper =
                Frozen.tree(new Frozen((_, _) -> {}).leaves("test", 1, leaves)).root();
        assertThat(upper.hash()).isEqualTo(whole.hash());
        assertThat(upper.sum()).isEqualTo(whole.sum());
    }

    @Test
    void whatever_is_changed_in_a_proof_is_found() {
        Chain chain = new Chain();
        EpochRoot root = chain.seal(weights(11));
        InclusionProof good = InclusionProof.of(new Sealed(chain), root, 4).orElseThrow();
        List<InclusionProof.Neighbour> path = new ArrayList<>(good.path());
        path.set(1, new InclusionProof.Neighbour(path.get(1).hash(), path.get(1).sum() + 1));
        List<InclusionProof> bad = List.of(
                changed(good, "someone", good.share(), good.weight(), good.index(), good.path(), root),
                changed(good, good.minerId(), good.share() + 1, good.weight(), good.index(), good.path(), root),
                changed(good, good.minerId(), good.share(), good.weight() + 1, good.index(), good.path(), root),
                changed(good, good.minerId(), good.share(), good.weight(), 5, good.path(), root),
                changed(good, good.minerId(), good.share(), good.weight(), 11, good.path(), root),
                changed(good, good.minerId(), good.share(), good.weight(), -1, good.path(), root),
                changed(good, good.minerId(), good.share(), good.weight(), good.index(), path, root),
                changed(good, good.minerId(), good.share(), good.weight(), good.index(), List.of(), root));
        for (InclusionProof proof : bad) {
            assertThat(proof.problems(Chain.KEY.publicKey())).as("%s", proof).isNotEmpty();
        }
        assertThat(good.problems(new byte[32])).isNotEmpty();
    }

    @Test
    void a_share_that_the_weight_does_not_earn_is_found_although_it_is_in_the_signed_tree() {
        Chain chain = new Chain();
        EpochRoot root = chain.seal(
                Map.of("a", 1L, "b", 1L),
                List.of(),
                honest -> new Outcome(
                        honest.accounts(),
                        honest.leaves().stream()
                                .map(leaf -> new Leaf(
                                        leaf.slot(),
                                        leaf.identity(),
                                        1,
                                        leaf.slot() == 0 ? 1_000_000 : 500_000,
                                        1_000_000))
                                .toList(),
                        honest.minted(),
                        honest.weight(),
                        honest.slots()),
                manifest -> manifest);
        InclusionProof proof = InclusionProof.of(new Sealed(chain), root, 0).orElseThrow();
        assertThat(proof.problems(Chain.KEY.publicKey()))
                .singleElement()
                .asString()
                .contains("a share of 1000000 is not what 1 of 2 units of weight have of 1500000");
    }

    private static InclusionProof changed(
            InclusionProof p,
            String miner,
            long share,
            long weight,
            long index,
            List<InclusionProof.Neighbour> path,
            EpochRoot root) {
        return new InclusionProof(miner, p.slot(), weight, share, p.cumulative(), index, path, root);
    }

    private static Map<String, Long> weights(int miners) {
        Map<String, Long> weights = new TreeMap<>();
        for (int i = 0; i < miners; i++) {
            weights.put("m" + i, 1L + i * 7L % 5);
        }
        return weights;
    }
}
