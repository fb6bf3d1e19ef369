package io.lotabots.ledger;

/**
 * What is stored of a wallet. All amounts are micro-RTC and never negative; a wallet that was never written is
 * {@link #absent}.
 *
 * @param base what it holds apart from rewards that were earned since it last paid
 * @param encumbered what its pending transfers hold back
 * @param folded how much of what it ever earned is already in {@code base}
 * @param nonce the greatest nonce that it used, 0 when it never paid
 * @param slot its place in the pages of earnings, -1 until it first earned
 */
public record Wallet(String id, long base, long encumbered, long folded, long nonce, long slot) {
    /** The same wallet, at {@code slot}. */
    Wallet in(long slot) {
        return new Wallet(id, base, encumbered, folded, nonce, slot);
    }

    static Wallet absent(String id) {
        return new Wallet(id, 0, 0, 0, 0, -1);
    }
}
