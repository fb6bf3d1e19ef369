package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Table;
import java.time.DateTimeException;
import java.time.Instant;

/** A wallet as it is shown. */
final class Described {
    private Described() {}

    static String wallet(Wallets.Named wallet) {
        return new Table()
                .row("wallet", wallet.name())
                .row("address", wallet.keystore().address())
                .row("public key", wallet.keystore().publicKey())
                .row("file", wallet.file().toString())
                .toString();
    }

    static ObjectNode json(Wallets.Named wallet) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", wallet.name())
                .put("address", wallet.keystore().address())
                .put("public_key", wallet.keystore().publicKey())
                .put("created_at", wallet.keystore().createdAt())
                .put("file", wallet.file().toString());
    }

    /** A moment in UTC, to the second. */
    static String time(long epochSecond) {
        try {
            return Instant.ofEpochSecond(epochSecond).toString();
        } catch (DateTimeException e) {
            return Long.toString(epochSecond);
        }
    }
}
