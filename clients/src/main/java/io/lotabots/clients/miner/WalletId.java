package io.lotabots.clients.miner;

import io.lotabots.clients.PlainError;
import io.lotabots.crypto.RtcAddress;
import java.util.regex.Pattern;

/** Whom a node credits: the address of a key, or a name. */
final class WalletId {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern OTHER_CHAIN = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}");

    private WalletId() {}

    /**
     * A wallet that a node can take.
     *
     * @param where which option or key gave it, for the message
     */
    static String checked(String where, String given) {
        if (!SHAPE.matcher(given).matches()) {
            throw new PlainError(
                    where + " must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -, got " + Settings.shown(given));
        }
        if (!given.startsWith("RTC") && OTHER_CHAIN.matcher(given).matches()) {
            throw new PlainError(
                    where + " looks like a wallet of another chain (32 to 44 base58 characters), got " + given);
        }
        return given;
    }

    /** A wallet that this key can enrol: an address has to be the key's own. */
    static String of(String wallet, MinerKey key) {
        if (RtcAddress.isAddress(wallet) && !wallet.equals(key.address())) {
            throw new PlainError("wallet " + wallet + " belongs to another key; this key's wallet is " + key.address()
                    + " (use that key with --key, or leave the wallet out)");
        }
        return wallet;
    }
}
