package io.lotabots.clients.miner;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAddress;
import io.lotabots.clients.node.NodeAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a miner runs.
 *
 * @param wallet whom the node credits; the key's own address when absent
 * @param node the node's address
 * @param interval from one attestation to the next, 1 s to a day
 * @param retries further attempts of a call that had passing trouble, 0 to 20
 * @param backoffBase the base of the growing waits between attempts, 1 to 10
 */
record Settings(Optional<String> wallet, URI node, Duration interval, int retries, double backoffBase) {
    static final Settings DEFAULT = new Settings(Optional.empty(), NodeAddress.HERE, Duration.ofSeconds(600), 5, 2);
    static final int MAX_INTERVAL_SECONDS = 86_400;
    static final int MAX_RETRIES = 20;
    static final int MAX_BACKOFF_BASE = 10;

    Settings withWallet(String where, String given) {
        return new Settings(Optional.of(WalletId.checked(where, given)), node, interval, retries, backoffBase);
    }

    /** Takes an {@code http} or {@code https} address of a host, with a path at most. */
    Settings withNode(String where, String given) {
        return new Settings(wallet, NodeAddress.of(where, given), interval, retries, backoffBase);
    }

    Settings withInterval(String where, int seconds) {
        if (seconds < 1 || seconds > MAX_INTERVAL_SECONDS) {
            throw new PlainError(where + " must be from 1 to " + MAX_INTERVAL_SECONDS + " seconds, got " + seconds);
        }
        return new Settings(wallet, node, Duration.ofSeconds(seconds), retries, backoffBase);
    }

    Settings withRetries(String where, int attempts) {
        if (attempts < 0 || attempts > MAX_RETRIES) {
            throw new PlainError(where + " must be from 0 to " + MAX_RETRIES + ", got " + attempts);
        }
        return new Settings(wallet, node, interval, attempts, backoffBase);
    }

    Settings withBackoffBase(String where, double base) {
        if (!(base >= 1 && base <= MAX_BACKOFF_BASE)) {
            throw new PlainError(where + " must be from 1 to " + MAX_BACKOFF_BASE + ", got " + base);
        }
        return new Settings(wallet, node, interval, retries, base);
    }

    /** A given value for a message: without control characters, and short. */
    static String shown(String given) {
        return given.isEmpty() ? "nothing" : NodeAnswer.printable(given);
    }
}
