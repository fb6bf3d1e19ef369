package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Rtc;
import io.lotabots.crypto.TransferMessage;
import java.util.HexFormat;

/**
 * One transfer of money that its owner wants, once.
 *
 * @param from the sender's address, or the name that the key is pinned to
 * @param to the receiver's address
 * @param micro micro-RTC, above 0
 * @param nonce above every nonce that the sender used
 * @param chainId the one chain on which the signature counts
 */
record Payment(String from, String to, long micro, String memo, long nonce, String chainId) {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * A payment that cannot be changed any more.
     *
     * @param txHash names it for ever, 32 hexadecimal digits
     * @param body what is sent, and sent again unchanged
     */
    record Signed(Payment payment, String txHash, String body) {}

    /** Signs with a 32-byte seed. */
    Signed sign(byte[] seed) {
        var message = TransferMessage.of(from, to, Rtc.shown(micro), memo, nonce, chainId)
                .signed();
        var signature = Ed25519.sign(seed, message);
        var body = JsonNodeFactory.instance.objectNode();
        body.put("from_address", from);
        body.put("to_address", to);
        body.put("amount_rtc", Rtc.shown(micro));
        body.put("fee_rtc", 0);
        body.put("memo", memo);
        body.put("nonce", nonce);
        body.put("chain_id", chainId);
        body.put("public_key", HEX.formatHex(Ed25519.publicKey(seed)));
        body.put("signature", HEX.formatHex(signature));
        return new Signed(this, TransferMessage.hash(message, signature), body.toString());
    }

    /** Whether another payment is meant to do the same: only the nonce differs. */
    boolean isSameWish(Payment other) {
        return from.equals(other.from)
                && to.equals(other.to)
                && micro == other.micro
                && memo.equals(other.memo)
                && chainId.equals(other.chainId);
    }
}
