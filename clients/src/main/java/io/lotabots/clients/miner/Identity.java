package io.lotabots.clients.miner;

import io.lotabots.clients.hardware.Machine;
import java.util.Optional;

/**
 * Who attests.
 *
 * @param key signs everything
 * @param wallet whom the node credits; the one identity that counts
 */
record Identity(MinerKey key, String wallet) {
    private static final int MAX_LABEL = 128;

    /** The key with a wallet that was asked for, else with its own address. */
    static Identity of(MinerKey key, Optional<String> wallet) {
        return new Identity(key, WalletId.of(wallet.orElseGet(key::address), key));
    }

    /** The machine's label, {@code arch-hostname}, in the characters that the protocol allows. */
    static String label(Machine machine) {
        var label = (machine.arch() + "-" + machine.hostname()).replaceAll("[^A-Za-z0-9._:-]+", "-");
        return label.substring(0, Math.min(MAX_LABEL, label.length()));
    }
}
