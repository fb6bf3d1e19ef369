package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who claims the hardware of an attestation for a miner, proven by the miner's own key over the challenge's nonce. */
final class Claimant {
    private final Table miners;

    Claimant(Aws aws) {
        this.miners = aws.table("MINERS");
    }

    /**
     * @param id the miner
     * @param publicKey Ed25519, 64 hexadecimal digits: it derives to the miner's address, or is pinned to its name
     * @param signature over {@link #message}, 128 hexadecimal digits
     */
    record Claim(
            @Nullable String id,
            @Nullable String publicKey,
            @Nullable String signature) {}

    /** What a miner signs, in UTF-8; the hardware vouches for its SHA-256, so that neither stands without the other. */
    static String message(byte[] nonce, String miner) {
        return "lotabots device 1|" + HexFormat.of().formatHex(nonce) + "|" + miner;
    }

    /** The miner who claims; empty without a claim. @throws Refusal 400 when it cannot be read, 403 when it proves nothing */
    String proven(@Nullable Claim claim, byte[] nonce) {
        if (claim == null) {
            return "";
        }
        String id = claim.id() == null ? "" : claim.id();
        if (!MinerId.isWellFormed(id) || MinerId.isReserved(id)) {
            throw Fields.invalid("miner.id", "must be an address or a name of a miner");
        }
        if (claim.publicKey() == null || !Hex.isKey(claim.publicKey())) {
            throw Fields.invalid("miner.public_key", "must be 64 hexadecimal digits");
        }
        if (claim.signature() == null || !Hex.isSignature(claim.signature())) {
            throw Fields.invalid("miner.signature", "must be 128 hexadecimal digits");
        }
        String miner = MinerId.reading(id).value();
        byte[] key = HexFormat.of().parseHex(claim.publicKey());
        byte[] message = message(nonce, miner).getBytes(StandardCharsets.UTF_8);
        if (!isKeyOf(miner, key, claim.publicKey())
                || !Ed25519.verify(key, message, HexFormat.of().parseHex(claim.signature()))) {
            throw new Refusal(
                    403, "MINER_NOT_PROVEN", "The signature is not one of this miner's key over this challenge");
        }
        return miner;
    }

    private boolean isKeyOf(String miner, byte[] key, String hex) {
        if (RtcAddress.isAddress(miner)) {
            return RtcAddress.of(key).value().equals(miner);
        }
        return miners.get(Item.of("miner", miner).with("entry", "identity"))
                .flatMap(row -> row.findText("pinned_key"))
                .filter(hex.toLowerCase(Locale.ROOT)::equals)
                .isPresent();
    }
}
