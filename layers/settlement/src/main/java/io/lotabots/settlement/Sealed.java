package io.lotabots.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an {@link Archive} holds, by meaning: every part is read by its digest and checked against it. */
public final class Sealed {
    /** The list of nothing. */
    public static final String NOTHING = Hash.name(new byte[0]);

    private final Archive archive;

    public Sealed(Archive archive) {
        this.archive = archive;
    }

    /** The root of the seal that ends with this epoch, unless there is none. @throws Malformed when it is no root */
    public Optional<EpochRoot> root(long epoch) {
        return archive.root(epoch).map(EpochRoot::parse).map(root -> {
            if (root.epoch() != epoch) {
                throw new Malformed("the root of epoch " + epoch + " is one of epoch " + root.epoch());
            }
            return root;
        });
    }

    /** The manifest of this digest. @throws Malformed when it is missing or another */
    public Manifest manifest(String digest) {
        return Manifest.parse(object(digest, "manifest"));
    }

    /** The parts of a list. */
    public List<Part> list(String digest, String what) {
        return Part.read(object(digest, "list of " + what), "list of " + what);
    }

    /** The members of one frozen shard, by identity. */
    public List<Enrolled> shard(Part part) {
        return rows(part, "shard " + part.key(), Frozen::read);
    }

    /** The leaves of one chunk, by slot. */
    public List<Leaf> leaves(Part part) {
        return rows(part, "leaves from slot " + part.key(), Leaf::read);
    }

    /** The wallets of one chunk, by wallet. */
    public List<Account> accounts(Part part) {
        return rows(part, "accounts from " + part.key(), Account::read);
    }

    /** The entries of one journal segment, in order. */
    public List<JournalEntry> journal(Part part) {
        return rows(part, "journal shard " + part.key(), JournalEntry::read);
    }

    /** All wallets of a list of account chunks. */
    public List<Account> accounts(String list) {
        List<Account> all = new ArrayList<>();
        list(list, "accounts").forEach(part -> all.addAll(accounts(part)));
        return all;
    }

    /**
     * One wallet of a list of account chunks, absent when nothing was known of it: two objects are read, the list and the
     * chunk of at most {@link Part#ROWS} wallets in which it stands, however many wallets there are.
     */
    public Optional<Account> account(String list, String wallet) {
        @Nullable Part chunk = null;
        for (Part part : list(list, "accounts")) {
            if (part.key().compareTo(wallet) > 0) {
                break;
            }
            chunk = part;
        }
        return chunk == null
                ? Optional.empty()
                : accounts(chunk).stream()
                        .filter(account -> account.wallet().equals(wallet))
                        .findFirst();
    }

    /** The bytes of an object. @throws Malformed when it is missing, or its digest is another */
    public byte[] object(String digest, String what) {
        if (digest.equals(NOTHING)) {
            return new byte[0];
        }
        byte[] content = archive.object(digest)
                .orElseThrow(() -> new Malformed("the archive has no object " + digest + " (" + what + ")"));
        if (!Hash.name(content).equals(digest)) {
            throw new Malformed("the object " + digest + " (" + what + ") has the digest " + Hash.name(content));
        }
        return content;
    }

    private <T> List<T> rows(Part part, String what, Function<Line, T> row) {
        List<T> rows = Line.read(object(part.digest(), what), what, row);
        if (rows.size() != part.count()) {
            throw new Malformed(what + " has " + rows.size() + " rows, its list says " + part.count());
        }
        return rows;
    }
}
