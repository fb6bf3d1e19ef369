package io.lotabots.settlement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How the parts of a seal are written: each an object of lines, each kind a list of its parts. Equal rows make equal
 * bytes, so that writing them twice changes nothing.
 */
public final class Frozen {
    private final Sink sink;

    /** @param sink where the objects go */
    public Frozen(Sink sink) {
        this.sink = sink;
    }

    /** Takes the bytes of objects, which their digests name. */
    @FunctionalInterface
    public interface Sink {
        void put(String digest, byte[] content);
    }

    /** One frozen shard: lines {@code identity weight}, by identity. */
    public Part shard(int shard, List<Enrolled> members) {
        byte[] bytes = Line.write(
                members,
                (member, out) -> out.append(member.identity())
                        .append(' ')
                        .append(member.weight())
                        .append('\n'));
        return new Part(Integer.toString(shard), members.size(), Shares.total(members), put(bytes));
    }

    /** One journal segment of at most {@link Part#ROWS} entries of one shard, in order. */
    public Part journal(int shard, List<JournalEntry> entries) {
        byte[] bytes = Line.write(entries, JournalEntry::write);
        return new Part(Integer.toString(shard), entries.size(), 0, put(bytes));
    }

    /** The chunks of the leaves of an epoch, each with the root of its own tree. */
    public List<Part> leaves(String chainId, long epoch, List<Leaf> leaves) {
        List<Part> parts = new ArrayList<>();
        for (List<Leaf> chunk : chunks(leaves)) {
            MerkleSumTree.Node root =
                    MerkleSumTree.ofLeaves(chainId, epoch, chunk).root();
            parts.add(new Part(
                    Long.toString(chunk.getFirst().slot()),
                    chunk.size(),
                    root.sum(),
                    Hash.hex(root.hash()),
                    put(Line.write(chunk, Leaf::write))));
        }
        return parts;
    }

    /** The tree over the chunks of leaves, whose root is that of all leaves. */
    public static MerkleSumTree tree(List<Part> leaves) {
        return MerkleSumTree.of(leaves.stream()
                .map(part -> new MerkleSumTree.Node(Hash.bytes(part.root()), part.sum()))
                .toList());
    }

    /** The chunks of all accounts, each with the sum of its balances. */
    public List<Part> accounts(List<Account> accounts) {
        return chunked(accounts, Account::wallet, Account::balance, Account::write);
    }

    /** The list of changed pages; the pages themselves follow from the accounts. */
    public static List<Part> pages(SortedMap<Long, byte[]> pages) {
        List<Part> parts = new ArrayList<>();
        pages.forEach((page, bytes) -> parts.add(new Part(Long.toString(page), 1, 0, Hash.name(bytes))));
        return parts;
    }

    /** Writes a list of parts. @return its digest */
    public String list(List<Part> parts) {
        return put(Part.write(parts));
    }

    /** Writes a manifest. @return its digest */
    public String manifest(Manifest manifest) {
        return put(manifest.bytes());
    }

    /** The shard of an identity: the leading bits of its SHA-256. @param shards a power of 2, 1 to 65536 */
    public static int shardOf(String identity, int shards) {
        byte[] hash = Hash.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
        return (int) ((ByteBuffer.wrap(hash).getInt() & 0xFFFF_FFFFL) * shards >>> 32);
    }

    static Enrolled read(Line line) {
        line.requireFields(2);
        try {
            return new Enrolled(line.text(0), line.number(1));
        } catch (IllegalArgumentException e) {
            throw line.wrong(String.valueOf(e.getMessage()));
        }
    }

    private <T> List<Part> chunked(
            List<T> rows, Function<T, String> key, ToLongFunction<T> sum, BiConsumer<T, StringBuilder> row) {
        List<Part> parts = new ArrayList<>();
        for (List<T> chunk : chunks(rows)) {
            long total = 0;
            for (T one : chunk) {
                total = Math.addExact(total, sum.applyAsLong(one));
            }
            parts.add(new Part(key.apply(chunk.getFirst()), chunk.size(), total, put(Line.write(chunk, row))));
        }
        return parts;
    }

    private static <T> List<List<T>> chunks(List<T> rows) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += Part.ROWS) {
            chunks.add(rows.subList(from, Math.min(rows.size(), from + Part.ROWS)));
        }
        return chunks;
    }

    private String put(byte[] content) {
        String digest = Hash.name(content);
        if (content.length > 0) {
            sink.put(digest, content);
        }
        return digest;
    }
}
