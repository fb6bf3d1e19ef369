package io.lotabots.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That an epoch paid an identity its share: all that is needed to check it beside the platform's public key. Its JSON
 * fields are these components in snake_case.
 *
 * @param minerId the paid identity
 * @param slot its place in the pages of earnings
 * @param weight units of 1e-9
 * @param share micro-RTC that the epoch paid it
 * @param cumulative micro-RTC that all epochs up to this one paid it
 * @param index place of its leaf in the tree, 0 for the first
 * @param path the neighbours from the leaf up to the root
 * @param root the signed root
 */
public record InclusionProof(
        String minerId,
        long slot,
        long weight,
        long share,
        long cumulative,
        long index,
        List<Neighbour> path,
        EpochRoot root) {
    /** More neighbours than the path of any tree that can be built has. */
    private static final int MAX_PATH = 64;

    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * A node beside the path. On which side it stands follows from the leaf's place.
     *
     * @param hash 64 lower-case hexadecimal digits
     * @param sum micro-RTC that is paid below it
     */
    public record Neighbour(String hash, long sum) {}

    /**
     * Checks everything that can be checked: the signature, the path, the sums, and that the share is the pot's floor
     * or ceiling for this weight.
     *
     * @param publicKey the platform's Ed25519 key, 32 bytes, from a source that is trusted
     * @return one line for each thing that is wrong; none when the proof holds
     */
    public List<String> problems(byte[] publicKey) {
        List<String> problems = new ArrayList<>();
        if (!root.isSignedBy(publicKey)) {
            problems.add(
                    "the root of epoch " + root.epoch() + " is not signed by the key " + EpochRoot.keyId(publicKey));
        }
        if (!Shares.withinQuota(root.minted(), weight, root.weight(), share)) {
            problems.add("a share of " + share + " is not what " + weight + " of " + root.weight()
                    + " units of weight have of " + root.minted() + " micro-RTC");
        }
        if (cumulative < share) {
            problems.add("earnings of " + cumulative + " are less than the share of " + share);
        }
        try {
            climb().ifPresent(problems::add);
        } catch (ArithmeticException | IllegalArgumentException e) {
            problems.add("the path cannot be followed: " + e.getMessage());
        }
        return problems;
    }

    private Optional<String> climb() {
        List<Boolean> sides = index < 0 || index >= root.treeSize() || root.treeSize() > Integer.MAX_VALUE
                ? List.of()
                : MerkleSumTree.sides(index, root.treeSize());
        if (index < 0 || index >= root.treeSize() || sides.size() != path.size() || path.size() > MAX_PATH) {
            return Optional.of("no path of " + path.size() + " neighbours leads from leaf " + index + " of a tree of "
                    + root.treeSize());
        }
        List<MerkleSumTree.Step> steps = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            Neighbour neighbour = path.get(i);
            if (neighbour.sum < 0 || !neighbour.hash.matches("[0-9a-f]{64}")) {
                return Optional.of("neighbour " + i + " of the path is no node");
            }
            steps.add(new MerkleSumTree.Step(
                    new MerkleSumTree.Node(Hash.bytes(neighbour.hash), neighbour.sum), sides.get(i)));
        }
        Leaf leaf = new Leaf(slot, minerId, weight, share, cumulative);
        MerkleSumTree.Node top = MerkleSumTree.climb(MerkleSumTree.node(root.chainId(), root.epoch(), leaf), steps);
        if (!Hash.hex(top.hash()).equals(root.treeRoot()) || top.sum() != root.minted()) {
            return Optional.of("the path leads to " + Hash.hex(top.hash()) + " with the sum " + top.sum()
                    + ", the root is " + root.treeRoot() + " with the sum " + root.minted());
        }
        return Optional.empty();
    }

    /**
     * The proof of the leaf of a slot, from its chunk and the list of chunks.
     *
     * @return nothing when the epoch has no leaf of this slot
     * @throws Malformed when the archive does not hold what the root names
     */
    public static Optional<InclusionProof> of(Sealed sealed, EpochRoot root, long slot) {
        Manifest manifest = sealed.manifest(root.manifest());
        List<Part> chunks = sealed.list(manifest.leaves(), "leaves");
        int chunk = chunks.size() - 1;
        while (chunk >= 0 && chunks.get(chunk).number() > slot) {
            chunk--;
        }
        if (chunk < 0) {
            return Optional.empty();
        }
        List<Leaf> leaves = sealed.leaves(chunks.get(chunk));
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).slot() == slot) {
                return Optional.of(of(root, chunks, chunk, leaves, i));
            }
        }
        return Optional.empty();
    }

    private static InclusionProof of(EpochRoot root, List<Part> chunks, int chunk, List<Leaf> leaves, int place) {
        List<MerkleSumTree.Step> steps = new ArrayList<>(
                MerkleSumTree.ofLeaves(root.chainId(), root.epoch(), leaves).path(place));
        steps.addAll(Frozen.tree(chunks).path(chunk));
        Leaf leaf = leaves.get(place);
        return new InclusionProof(
                leaf.identity(),
                leaf.slot(),
                leaf.weight(),
                leaf.share(),
                leaf.cumulative(),
                (long) chunk * Part.ROWS + place,
                steps.stream()
                        .map(step -> new Neighbour(
                                Hash.hex(step.neighbour().hash()),
                                step.neighbour().sum()))
                        .toList(),
                root);
    }
}
