package io.lotabots.settlement;

import io.lotabots.crypto.Ed25519;
import java.util.Arrays;

/**
 * The platform's signed word on an epoch: what a wallet needs to check a share, and a link in a chain that ends at the
 * newest seal. Its JSON fields are these components in snake_case, and {@code kind}.
 *
 * @param firstEpoch the first epoch that this seal covers; those before {@code epoch} had nobody to pay
 * @param epoch the last epoch that it covers
 * @param manifest digest of the {@link Manifest}
 * @param treeRoot root of the {@link MerkleSumTree} over the epoch's leaves
 * @param treeSize number of leaves
 * @param weight the members' weights in all, units of 1e-9
 * @param minted micro-RTC that the epoch paid: the sum of the tree
 * @param supply micro-RTC in existence after it
 * @param previousRoot digest of the root before it; zeros at first
 * @param key which key signed, see {@link #keyId}
 * @param signature Ed25519 (RFC 8032) over {@link #message}, 128 hexadecimal digits
 */
public record EpochRoot(
        String chainId,
        long firstEpoch,
        long epoch,
        String manifest,
        String treeRoot,
        long treeSize,
        long weight,
        long minted,
        long supply,
        String previousRoot,
        String key,
        String signature) {
    private static final String KIND = "lotabots epoch root 1";
    private static final int KEY_ID_DIGITS = 16;

    /** The root of a manifest, signed with a key. */
    public static EpochRoot signed(Manifest manifest, RootKey key) {
        EpochRoot unsigned = new EpochRoot(
                manifest.chainId(),
                manifest.firstEpoch(),
                manifest.epoch(),
                manifest.digest(),
                manifest.treeRoot(),
                manifest.treeSize(),
                manifest.weight(),
                manifest.minted(),
                manifest.supplyAfter(),
                manifest.previousRoot(),
                key.id(),
                "");
        return unsigned.with(Hash.hex(key.sign(unsigned.message())));
    }

    /** The name of a public key: the first 16 hexadecimal digits of its SHA-256. */
    public static String keyId(byte[] publicKey) {
        return Hash.name(publicKey).substring(0, KEY_ID_DIGITS);
    }

    /** The bytes that are signed: canonical JSON of all fields but the signature. */
    public byte[] message() {
        return fields().bytes();
    }

    /** The bytes that are archived: canonical JSON of all fields. */
    public byte[] bytes() {
        return fields().with("signature", signature).bytes();
    }

    /** SHA-256 of {@link #message}, which the next root names. */
    public String digest() {
        return Hash.name(message());
    }

    /** Whether the holder of this key signed it. */
    public boolean isSignedBy(byte[] publicKey) {
        return signature.matches("[0-9a-f]{128}") && Ed25519.verify(publicKey, message(), Hash.bytes(signature));
    }

    /** Reads a root. @throws Malformed when these bytes are none */
    public static EpochRoot parse(byte[] json) {
        Canonical fields = Canonical.read(json, KIND);
        EpochRoot root = new EpochRoot(
                fields.text("chain_id"),
                fields.number("first_epoch"),
                fields.number("epoch"),
                fields.digest("manifest"),
                fields.digest("tree_root"),
                fields.number("tree_size"),
                fields.number("weight"),
                fields.number("minted"),
                fields.number("supply"),
                fields.digest("previous_root"),
                fields.text("key"),
                fields.text("signature"));
        if (!Arrays.equals(json, root.bytes())) {
            throw new Malformed("an epoch root is not in its canonical form");
        }
        return root;
    }

    private Canonical fields() {
        return Canonical.of(KIND)
                .with("chain_id", chainId)
                .with("first_epoch", firstEpoch)
                .with("epoch", epoch)
                .with("manifest", manifest)
                .with("tree_root", treeRoot)
                .with("tree_size", treeSize)
                .with("weight", weight)
                .with("minted", minted)
                .with("supply", supply)
                .with("previous_root", previousRoot)
                .with("key", key);
    }

    private EpochRoot with(String made) {
        return new EpochRoot(
                chainId,
                firstEpoch,
                epoch,
                manifest,
                treeRoot,
                treeSize,
                weight,
                minted,
                supply,
                previousRoot,
                key,
                made);
    }
}
