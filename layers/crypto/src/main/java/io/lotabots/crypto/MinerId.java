package io.lotabots.crypto;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The identity that is enrolled and paid: an RTC address, or a name of 1 to 128 of {@code A-Za-z0-9._:-}. A raw Ed25519
 * public key of 64 hexadecimal digits stands for the address that it derives to.
 */
public record MinerId(String value) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern LOOK_ALIKE = Pattern.compile("(?i)rtc[0-9a-f]{40}");
    private static final Pattern SOLANA = Pattern.compile("(?!RTC)[1-9A-HJ-NP-Za-km-z]{32,44}");
    private static final Set<String> RESERVED = Set.of(
            "treasury",
            "genesis",
            "coinbase",
            "fee_pool",
            "burn",
            "mint",
            "unminted",
            "founder_community",
            "founder_dev_fund",
            "founder_team_bounty",
            "founder_founders",
            "agent_escrow",
            "bridge_escrow");

    /** Whether a name belongs to the platform: nobody can attest, enrol or sign as it. */
    public static boolean isReserved(String text) {
        return RESERVED.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether a text is an address but for the case of its letters, and so none. */
    public static boolean onlyLooksLikeAddress(String text) {
        return LOOK_ALIKE.matcher(text).matches() && !RtcAddress.isAddress(text);
    }

    /** The identity that a well-formed text stands for; reserved names are identities too. */
    public static MinerId reading(String text) {
        if (Hex.isKey(text)) {
            byte[] key = HexFormat.of().parseHex(text);
            if (Ed25519.isUsableKey(key)) {
                return new MinerId(RtcAddress.of(key).value());
            }
        }
        return new MinerId(text);
    }

    /** Whether a text has the shape of an identity. */
    public static boolean isWellFormed(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text looks like a wallet of another chain (base58, 32 to 44 characters, not {@code RTC...}). */
    public static boolean isForeignWallet(String text) {
        return SOLANA.matcher(text).matches();
    }

    /** Whether this identity is an address, which only the key that derives to it can sign for. */
    public boolean isAddress() {
        return RtcAddress.isAddress(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
