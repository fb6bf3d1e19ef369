package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Table;
import java.util.Optional;

/** The sr25519 keys that wallets have registered for withdrawals to other chains. */
final class Withdrawals {
    private final Table wallets;

    Withdrawals(Aws aws) {
        this.wallets = aws.table("WALLETS");
    }

    /** Notes the key of a wallet, in the place of any other. */
    void register(String wallet, String key) {
        wallets.update(
                Rows.walletKey(wallet),
                Expression.of("SET #withdrawal_key = :key").with(":key", key));
    }

    /** The key of a wallet, 64 hexadecimal digits. */
    Optional<String> key(String wallet) {
        return wallets.get(Rows.walletKey(wallet)).flatMap(row -> row.findText("withdrawal_key"));
    }
}
