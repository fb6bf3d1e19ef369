package io.lotabots.clients.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.clients.node.LedgerNode;
import io.lotabots.settlement.Account;
import io.lotabots.settlement.Archive;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Frozen;
import io.lotabots.settlement.InclusionProof;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Leaf;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Movements;
import io.lotabots.settlement.Outcome;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.RootKey;
import io.lotabots.settlement.Sealed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A short chain of sealed epochs, sealed as the platform seals them, for a node to serve. */
public final class SealedEpochs {
    private static final long POT = 1_500_000;
    private static final int SHARDS = 64;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final RootKey key = RootKey.of(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });
    private final Map<String, byte[]> objects = new HashMap<>();
    private final TreeMap<Long, EpochRoot> roots = new TreeMap<>();
    private final TreeMap<Long, Outcome> outcomes = new TreeMap<>();
    private List<Account> accounts = List.of();
    private String accountsBefore = Sealed.NOTHING;
    private long slots;
    private long supply;
    private long journalTo;

    /** A chain that begins with an allocation to the treasury. */
    public SealedEpochs(long allocated) {
        supply = allocated;
    }

    /** Writes the archive into a folder, as a copy of its bucket. */
    public void keep(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("objects"));
        for (var object : objects.entrySet()) {
            Files.write(folder.resolve(Archive.objectKey(object.getKey())), object.getValue());
        }
        for (var root : roots.entrySet()) {
            Path file = folder.resolve(Archive.rootKey(root.getKey()));
            Files.createDirectories(file.getParent());
            Files.write(file, root.getValue().bytes());
        }
    }

    /** Seals an epoch with these members and journal entries. */
    public EpochRoot seal(long first, long epoch, List<Enrolled> members, List<JournalEntry> entries) {
        var frozen = new Frozen(objects::put);
        var movements = new Movements();
        entries.forEach(movements::add);
        var outcome = Outcome.of(accounts, slots, members, movements, POT);
        var leaves = frozen.leaves(LedgerNode.CHAIN, epoch, outcome.leaves());
        long to = epoch * 1000;
        var manifest = new Manifest(
                LedgerNode.CHAIN,
                first,
                epoch,
                roots.isEmpty() ? Part.NO_ROOT : roots.lastEntry().getValue().digest(),
                POT,
                supply,
                outcome.minted(),
                members.size(),
                outcome.weight(),
                slots,
                outcome.slots(),
                SHARDS,
                frozen.list(shards(frozen, members)),
                journalTo,
                to,
                frozen.list(segments(frozen, entries)),
                accountsBefore,
                frozen.list(frozen.accounts(outcome.accounts())),
                frozen.list(Frozen.pages(Outcome.pages(outcome.accounts(), outcome.changedPages()))),
                frozen.list(leaves),
                HexFormat.of().formatHex(Frozen.tree(leaves).root().hash()),
                outcome.leaves().size());
        frozen.manifest(manifest);
        var root = EpochRoot.signed(manifest, key);
        roots.put(epoch, root);
        outcomes.put(epoch, outcome);
        accounts = outcome.accounts();
        accountsBefore = manifest.accounts();
        slots = outcome.slots();
        supply = Math.addExact(supply, outcome.minted());
        journalTo = to;
        return root;
    }

    /** The public key in hexadecimal. */
    public String key() {
        return HexFormat.of().formatHex(key.publicKey());
    }

    /** The digests of all objects. */
    public List<String> digests() {
        return objects.keySet().stream().sorted().toList();
    }

    /** An object. */
    public byte[] object(String digest) {
        return Objects.requireNonNull(objects.get(digest)).clone();
    }

    /** Lets a node serve all of it. */
    public void serve(LedgerNode node) throws IOException {
        objects.forEach((digest, content) -> node.file("/archive/objects/" + digest, content));
        for (var epoch : roots.keySet()) {
            node.file("/archive/epochs/" + epoch, answer(epoch));
        }
        node.file("/archive/epochs/latest", answer(roots.lastKey()));
        var x = Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey());
        node.file(
                "/.well-known/jwks.json",
                ("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\""
                                + key.id() + "\",\"x\":\"" + x + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The proof of a member's share, in the JSON of a node. */
    public byte[] proof(long epoch, String identity) throws IOException {
        var slot = Objects.requireNonNull(outcomes.get(epoch)).leaves().stream()
                .filter(leaf -> leaf.identity().equals(identity))
                .mapToLong(Leaf::slot)
                .findFirst()
                .orElseThrow();
        var proof = InclusionProof.of(new Sealed(archive()), root(epoch), slot).orElseThrow();
        return JSON.writeValueAsBytes(proof);
    }

    private EpochRoot root(long epoch) {
        return Objects.requireNonNull(roots.get(epoch));
    }

    private byte[] answer(long epoch) throws IOException {
        var json = JSON.createObjectNode().put("sealed_epoch", roots.lastKey());
        json.put("digest", root(epoch).digest());
        json.set("root", JSON.readTree(root(epoch).bytes()));
        return JSON.writeValueAsBytes(json);
    }

    private Archive archive() {
        return new Archive() {
            @Override
            public Optional<byte[]> object(String digest) {
                return Optional.ofNullable(objects.get(digest));
            }

            @Override
            public Optional<byte[]> root(long epoch) {
                return Optional.ofNullable(roots.get(epoch)).map(EpochRoot::bytes);
            }
        };
    }

    private static List<Part> shards(Frozen frozen, List<Enrolled> members) {
        var shards = new TreeMap<Integer, List<Enrolled>>();
        for (var member : members) {
            shards.computeIfAbsent(Frozen.shardOf(member.identity(), SHARDS), shard -> new ArrayList<>())
                    .add(member);
        }
        var parts = new ArrayList<Part>();
        shards.forEach((shard, rows) -> parts.add(frozen.shard(shard, rows)));
        return parts;
    }

    private static List<Part> segments(Frozen frozen, List<JournalEntry> entries) {
        var shards = new TreeMap<Integer, List<JournalEntry>>();
        for (var entry : entries) {
            shards.computeIfAbsent(entry.shard(), shard -> new ArrayList<>()).add(entry);
        }
        var parts = new ArrayList<Part>();
        shards.forEach((shard, rows) -> {
            rows.sort(Comparator.comparing(JournalEntry::key));
            parts.add(frozen.journal(shard, rows));
        });
        return parts;
    }
}
