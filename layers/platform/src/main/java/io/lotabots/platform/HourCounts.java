package io.lotabots.platform;

import java.nio.ByteBuffer;

/**
 * How often something happened in each of the last 24 hours.
 *
 * @param hour the hour (since 1970) of the newest count
 * @param counts 24 counts; the one of hour h stands at h mod 24; at most 255 each
 */
public record HourCounts(long hour, byte[] counts) {
    /** Hours that are counted apart. */
    public static final int HOURS = 24;

    /** Bytes of {@link #write}. */
    public static final int BYTES = 4 + HOURS;

    private static final int HOUR_SECONDS = 3600;
    private static final int MOST = 255;

    /** Nothing happened yet. */
    public static HourCounts none() {
        return new HourCounts(0, new byte[HOURS]);
    }

    /** The hour (since 1970) of a second. */
    public static long hourOf(long epochSecond) {
        return Math.floorDiv(epochSecond, HOUR_SECONDS);
    }

    /** The count of hour {@code asked} (since 1970); 0 beyond the last 24. */
    public int count(long asked) {
        return asked > hour || asked <= hour - HOURS ? 0 : Byte.toUnsignedInt(counts[(int) (asked % HOURS)]);
    }

    /** The counts after one more in the hour of {@code now}. */
    public HourCounts plusOne(long now) {
        long newHour = hourOf(now);
        byte[] next = counts.clone();
        for (long h = Math.max(hour + 1, newHour - HOURS + 1); h <= newHour; h++) {
            next[(int) (h % HOURS)] = 0;
        }
        int at = (int) (newHour % HOURS);
        next[at] = (byte) Math.min(MOST, Byte.toUnsignedInt(next[at]) + 1);
        return new HourCounts(Math.max(hour, newHour), next);
    }

    /** Writes them: the hour in four bytes, then the counts. */
    public void write(ByteBuffer out) {
        out.putInt((int) hour).put(counts);
    }

    /** Reads what {@link #write} wrote. */
    public static HourCounts read(ByteBuffer in) {
        long hour = in.getInt();
        byte[] counts = new byte[HOURS];
        in.get(counts);
        return new HourCounts(hour, counts);
    }
}
