package io.lotabots.clients.account;

import io.lotabots.crypto.EthereumAddress;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a wallet signs to sign in: a message of EIP-4361, which names the node, so that it is good for no other. */
final class SignInMessage {
    /** Ethereum's own chain; nothing is sent to any. */
    private static final int CHAIN = 1;

    private static final int GOOD_FOR_MINUTES = 5;

    private SignInMessage() {}

    static String of(URI node, EthereumAddress address, String nonce, Instant now) {
        var issued = now.truncatedTo(ChronoUnit.SECONDS);
        return node.getAuthority() + " wants you to sign in with your Ethereum account:\n"
                + address.checksummed() + "\n\n"
                + "Sign in to LotaBots from the command line.\n\n"
                + "URI: " + node + "\n"
                + "Version: 1\n"
                + "Chain ID: " + CHAIN + "\n"
                + "Nonce: " + nonce + "\n"
                + "Issued At: " + issued + "\n"
                + "Expiration Time: " + issued.plus(GOOD_FOR_MINUTES, ChronoUnit.MINUTES);
    }
}
