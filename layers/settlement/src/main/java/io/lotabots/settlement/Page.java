package io.lotabots.settlement;

import java.nio.ByteBuffer;

/**
 * The earnings of 320 wallets in one row: for each slot 12 bytes, cumulative micro-RTC (8) and number of epochs that
 * paid something (4), big endian. Slot {@code n} is entry {@code n % 320} of page {@code n / 320}.
 */
public final class Page {
    /** Wallets of a page. */
    public static final int WALLETS = 320;

    /** Bytes of one wallet's entry. */
    public static final int ENTRY_BYTES = 12;

    /** Bytes of a page: with its key under 4 KB, the last step before a write costs another unit. */
    public static final int BYTES = WALLETS * ENTRY_BYTES;

    private Page() {}

    /** What a page says of one wallet: micro-RTC that it earned in all, and by how many epochs. */
    public record Entry(long earned, long paid) {}

    /** The page that holds a slot. */
    public static long of(long slot) {
        return slot / WALLETS;
    }

    /** The entry of a slot. @throws Malformed when these bytes are no page */
    public static Entry entry(byte[] page, long slot) {
        if (page.length != BYTES) {
            throw new Malformed("a page has " + BYTES + " bytes, not " + page.length);
        }
        ByteBuffer at = ByteBuffer.wrap(page).position((int) (slot % WALLETS) * ENTRY_BYTES);
        return new Entry(at.getLong(), Integer.toUnsignedLong(at.getInt()));
    }

    /** The bytes of a page; wallets of other pages are left out. */
    static byte[] write(long page, Iterable<Account> wallets) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        for (Account wallet : wallets) {
            if (wallet.slot() >= 0 && of(wallet.slot()) == page) {
                int at = (int) (wallet.slot() % WALLETS) * ENTRY_BYTES;
                bytes.putLong(at, wallet.earned()).putInt(at + Long.BYTES, Math.toIntExact(wallet.paid()));
            }
        }
        return bytes.array();
    }
}
