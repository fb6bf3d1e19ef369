package io.lotabots.ledger;

import io.lotabots.aws.Secrets;
import io.lotabots.crypto.Digests;
import io.lotabots.settlement.RootKey;
import java.nio.charset.StandardCharsets;

/** The key that signs epoch roots, derived from a secret that only settlement reads. */
final class LedgerKey {
    private static final byte[] PURPOSE = "lotabots epoch root 1".getBytes(StandardCharsets.US_ASCII);

    private LedgerKey() {}

    /** The Ed25519 key whose seed is the HMAC-SHA-256 of its purpose under the secret {@code LEDGER_KEY}. */
    static RootKey of(Secrets secrets) {
        return RootKey.of(Digests.hmacSha256(secrets.bytes("LEDGER_KEY"), PURPOSE));
    }
}
