package io.lotabots.settlement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A binary hash tree whose nodes also carry the sum of the shares below them, so that the root commits to who is paid
 * what and to how much is paid in all.
 *
 * <p>All numbers are big endian, H is SHA-256. Leaf: {@code H(00 | u16 length, chain id | u64 epoch | u64 slot | u16
 * length, identity | u64 weight | u64 share | u64 cumulative)} with the share as its sum. Inner node: {@code H(01 | left
 * | u64 left sum | right | u64 right sum)}; sums are checked for overflow. A node without a right neighbour moves up as
 * it is. The tree of no leaves has a root of zeros.
 *
 * <p>Since chunks of 2^12 leaves are whole subtrees, the tree over the roots of the chunks is the upper part of the
 * whole tree: a proof needs one chunk and the list of roots.
 */
public final class MerkleSumTree {
    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    private static final byte[] ZEROS = new byte[HASH_BYTES];

    private final List<List<Node>> levels;

    private MerkleSumTree(List<List<Node>> levels) {
        this.levels = levels;
    }

    /** A node: its hash and the sum of the shares below it, in micro-RTC. */
    public record Node(byte[] hash, long sum) {}

    /** One step of a path: the neighbour, and whether it stands to the right. */
    public record Step(Node neighbour, boolean right) {}

    /** The tree over leaves of one epoch, in the order given. */
    public static MerkleSumTree ofLeaves(String chainId, long epoch, List<Leaf> leaves) {
        LeafHash hash = new LeafHash(chainId, epoch);
        List<Node> nodes = new ArrayList<>(leaves.size());
        for (Leaf leaf : leaves) {
            nodes.add(hash.node(leaf));
        }
        return of(nodes);
    }

    /** The tree over the roots of other trees. @throws ArithmeticException when the sums have more than 63 bits */
    public static MerkleSumTree of(List<Node> nodes) {
        List<List<Node>> levels = new ArrayList<>();
        levels.add(nodes);
        Joint joint = new Joint();
        List<Node> level = nodes;
        while (level.size() > 1) {
            List<Node> above = new ArrayList<>(level.size() / 2 + 1);
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(joint.node(level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                above.add(level.getLast());
            }
            levels.add(above);
            level = above;
        }
        return new MerkleSumTree(levels);
    }

    /** The root; zeros with the sum 0 when there are no leaves. */
    public Node root() {
        return levels.getFirst().isEmpty()
                ? new Node(ZEROS, 0)
                : levels.getLast().getFirst();
    }

    /** The steps from a node at the bottom to the root. */
    public List<Step> path(int index) {
        List<Step> path = new ArrayList<>();
        int at = index;
        for (List<Node> level : levels.subList(0, levels.size() - 1)) {
            boolean right = at % 2 == 0;
            int neighbour = right ? at + 1 : at - 1;
            if (neighbour < level.size()) {
                path.add(new Step(level.get(neighbour), right));
            }
            at /= 2;
        }
        return path;
    }

    /** The node that a leaf is. */
    public static Node node(String chainId, long epoch, Leaf leaf) {
        return new LeafHash(chainId, epoch).node(leaf);
    }

    /** The root that a path from a node leads to. @throws ArithmeticException when the sums have more than 63 bits */
    public static Node climb(Node from, List<Step> path) {
        Joint joint = new Joint();
        Node node = from;
        for (Step step : path) {
            node = step.right() ? joint.node(node, step.neighbour()) : joint.node(step.neighbour(), node);
        }
        return node;
    }

    /** On which sides the neighbours stand from a leaf up, which its place and the size of the tree decide. */
    static List<Boolean> sides(long index, long size) {
        List<Boolean> sides = new ArrayList<>();
        long at = index;
        for (long width = size; width > 1; width = (width + 1) / 2) {
            boolean right = at % 2 == 0;
            if (!right || at + 1 < width) {
                sides.add(right);
            }
            at /= 2;
        }
        return sides;
    }

    /** Makes inner nodes in one buffer. */
    private static final class Joint {
        private final MessageDigest sha256 = Hash.sha256();
        private final ByteBuffer buffer = ByteBuffer.allocate(1 + 2 * (HASH_BYTES + Long.BYTES));

        Node node(Node left, Node right) {
            buffer.clear()
                    .put((byte) 1)
                    .put(left.hash())
                    .putLong(left.sum())
                    .put(right.hash())
                    .putLong(right.sum());
            sha256.update(buffer.flip());
            return new Node(sha256.digest(), Math.addExact(left.sum(), right.sum()));
        }
    }

    /** Makes leaves of one epoch in one buffer. */
    private static final class LeafHash {
        private static final int MAX_TEXT = 1 << 10;

        private final MessageDigest sha256 = Hash.sha256();
        private final ByteBuffer buffer = ByteBuffer.allocate(64 + 2 * MAX_TEXT);
        private final int start;

        LeafHash(String chainId, long epoch) {
            buffer.put((byte) 0);
            text(chainId);
            start = buffer.putLong(epoch).position();
        }

        Node node(Leaf leaf) {
            buffer.clear().position(start).putLong(leaf.slot());
            text(leaf.identity());
            buffer.putLong(leaf.weight()).putLong(leaf.share()).putLong(leaf.cumulative());
            sha256.update(buffer.flip());
            return new Node(sha256.digest(), leaf.share());
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_TEXT) {
                throw new IllegalArgumentException("at most " + MAX_TEXT + " bytes of text, got: " + bytes.length);
            }
            buffer.putShort((short) bytes.length).put(bytes);
        }
    }
}
