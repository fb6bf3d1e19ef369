package io.lotabots.settlement;

/**
 * One wallet as of a sealed epoch and its journal cut: all that the archive keeps of it.
 *
 * <p>Steps are counted by the time of their request. At a cut a spending may therefore be counted a moment before the
 * receipt that paid for it, so that {@code base} and {@code encumbered} can be below 0 there; their sum over all
 * wallets is exact always.
 *
 * @param slot place in the pages of earnings, -1 for a wallet that never earned
 * @param earned micro-RTC earned by all epochs so far
 * @param paid number of epochs that paid it something
 * @param base micro-RTC apart from what was earned since it last paid
 * @param encumbered micro-RTC that its pending transfers hold back
 * @param folded micro-RTC of {@code earned} that {@code base} took in
 * @param nonce the greatest nonce that it used
 */
public record Account(
        String wallet, long slot, long earned, long paid, long base, long encumbered, long folded, long nonce) {
    private static final int FIELDS = 8;

    /** A wallet of which nothing is known. */
    public static Account empty(String wallet) {
        return new Account(wallet, -1, 0, 0, 0, 0, 0, 0);
    }

    /** What it can spend, in micro-RTC. */
    public long available() {
        return Math.addExact(base, Math.subtractExact(earned, folded));
    }

    /** What it owns, in micro-RTC: available and encumbered. */
    public long balance() {
        return Math.addExact(available(), encumbered);
    }

    Account placed(long slot) {
        return new Account(wallet, slot, earned, paid, base, encumbered, folded, nonce);
    }

    Account paid(long share) {
        return share == 0
                ? this
                : new Account(wallet, slot, Math.addExact(earned, share), paid + 1, base, encumbered, folded, nonce);
    }

    /** The line {@code wallet slot earned paid base encumbered folded nonce}. */
    void write(StringBuilder out) {
        out.append(wallet).append(' ').append(slot).append(' ').append(earned).append(' ');
        out.append(paid).append(' ').append(base).append(' ').append(encumbered).append(' ');
        out.append(folded).append(' ').append(nonce).append('\n');
    }

    static Account read(Line line) {
        line.requireFields(FIELDS);
        return new Account(
                line.identity(0),
                line.number(1),
                line.number(2),
                line.number(3),
                line.number(4),
                line.number(5),
                line.number(6),
                line.number(7));
    }
}
