package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * A machine that stands in the epoch.
 *
 * @param wallet the address that it earns to
 * @param weight with which it stands there
 */
record Miner(String name, String wallet, BigDecimal weight) {
    /** What {@code miner status} says of a machine. */
    static Miner of(String name, JsonNode status) {
        JsonNode attestation = status.path("attestation");
        if (!attestation.path("enrolled").booleanValue()) {
            throw new Discrepancy(name + " was accepted and is not enrolled: " + attestation);
        }
        return new Miner(
                name,
                status.path("wallet").textValue(),
                attestation.path("enrolled_weight").decimalValue().stripTrailingZeros());
    }

    String shownWeight() {
        return weight.toPlainString();
    }

    /** The address, short enough for a table. */
    String shortWallet() {
        return wallet.substring(0, 9) + ".." + wallet.substring(wallet.length() - 4);
    }
}
