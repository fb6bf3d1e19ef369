package io.lotabots.clients.wallet;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Whom a word on the command line means: a wallet of this machine, else an identity on the network. */
final class Whose {
    private static final Pattern BEACON = Pattern.compile("bcn_[A-Za-z0-9_-]{1,64}");

    private Whose() {}

    /**
     * The identity that a node knows.
     *
     * @throws PlainError when it is neither a wallet here nor an identity
     */
    static String identity(Wallets wallets, String word) {
        if (wallets.has(word)) {
            return wallets.get(word).keystore().address();
        }
        requireNoLookAlike(word);
        if (!MinerId.isWellFormed(word)) {
            throw new PlainError(
                    "there is no wallet here, and no identity anywhere, of this name: " + NodeAnswer.printable(word));
        }
        return word;
    }

    /**
     * Who can be paid: a wallet here, an address, or a beacon.
     *
     * @throws PlainError for everything else: named miners cannot be paid by a signed transfer
     */
    static String receiver(Wallets wallets, String word) {
        if (wallets.has(word)) {
            return wallets.get(word).keystore().address();
        }
        requireNoLookAlike(word);
        if (RtcAddress.isAddress(word) || BEACON.matcher(word).matches()) {
            return word;
        }
        throw new PlainError(
                "the receiver must be an address (RTC and 40 lower-case hexadecimal digits), a wallet in this folder, or bcn_..., got "
                        + NodeAnswer.printable(word));
    }

    /** The query that names an identity. */
    static String query(String identity) {
        return "?miner_id=" + URLEncoder.encode(identity, StandardCharsets.UTF_8);
    }

    private static void requireNoLookAlike(String word) {
        if (MinerId.onlyLooksLikeAddress(word)) {
            throw new PlainError(word + " is no address: its letters must be RTC and lower-case hexadecimal digits");
        }
    }
}
