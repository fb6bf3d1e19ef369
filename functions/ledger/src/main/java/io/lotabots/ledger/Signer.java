package io.lotabots.ledger;

import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The Ed25519 key and signature that a request shows. */
final class Signer {
    private static final HexFormat HEX = HexFormat.of();

    private final Ed25519.Key key;
    private final byte[] signature;

    private Signer(Ed25519.Key key, byte[] signature) {
        this.key = key;
        this.signature = signature;
    }

    /**
     * Reads them; what is no signature reads as an empty one, which is good for nothing.
     *
     * @throws Refusal 400 for a key that is not of 64 hexadecimal digits, or under which a signature means nothing
     */
    static Signer of(String publicKey, String signature) {
        byte[] bytes = Hex.isKey(publicKey) ? HEX.parseHex(publicKey) : new byte[0];
        Ed25519.Key key = Ed25519.key(bytes)
                .orElseThrow(() -> new Refusal(
                        400, "INVALID_PUBLIC_KEY", "public_key must be a usable Ed25519 key of 64 hexadecimal digits"));
        String lower = signature.toLowerCase(Locale.ROOT);
        return new Signer(key, Hex.isSignature(lower) ? HEX.parseHex(lower) : new byte[0]);
    }

    Ed25519.Key key() {
        return key;
    }

    byte[] signature() {
        return signature.clone();
    }

    /**
     * Demands that this key may sign for a wallet: an address is signed for by the key that it derives from, a name by
     * the key that was pinned to it, one of the platform's own by none.
     *
     * @param field the field of the request that names the wallet
     * @throws Refusal 400 when it may not
     */
    void demand(String field, String wallet, Profile profile) {
        boolean right = RtcAddress.isAddress(wallet)
                ? RtcAddress.of(key.bytes()).value().equals(wallet)
                : !MinerId.isReserved(wallet)
                        && profile.pinnedKey()
                                .filter(HEX.formatHex(key.bytes())::equals)
                                .isPresent();
        if (!right) {
            throw new Refusal(400, "PUBKEY_MISMATCH", "Only the key of " + field + " may sign for it")
                    .with("error", "Public key does not match " + field)
                    .with(field, wallet);
        }
    }

    /** Demands that what was signed is for this chain, if it names one. @throws Refusal 400 when it is for another */
    static void demandChain(Optional<String> named, String chainId) {
        named.filter(id -> !id.equals(chainId)).ifPresent(id -> {
            throw new Refusal(400, "CHAIN_ID_MISMATCH", "This chain is " + chainId)
                    .with("expected_chain_id", chainId)
                    .with("got_chain_id", id);
        });
    }

    /** The refusal of a signature that is not one of the key over what was sent. */
    static Refusal forged(String what) {
        return new Refusal(401, "INVALID_SIGNATURE", "The signature is not one of public_key over this " + what)
                .with("error", "Invalid signature");
    }
}
