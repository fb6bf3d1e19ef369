package io.lotabots.attestation;

import io.lotabots.crypto.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How often one machine attested: a count for each of the last 24 hours, the days in a row, and the network from which
 * it was last counted.
 *
 * @param hour the hour (since 1970) of the newest count
 * @param counts 24 counts; the one of hour h stands at h mod 24; at most 255 each
 * @param day the day (since 1970) of the last attestation
 * @param streakDays days in a row up to {@code day}
 * @param networkDigest 4 bytes of the digest of the sender's network, counted in {@code networkHour}
 */
record SubmissionWindow(long hour, byte[] counts, long day, int streakDays, int networkDigest, long networkHour) {
    static final int HOURS = 24;
    private static final int BYTES = 4 + HOURS + 4 + 4 + 4 + 4;

    static SubmissionWindow none() {
        return new SubmissionWindow(0, new byte[HOURS], 0, 0, 0, 0);
    }

    /** Accepted attestations in the hour of {@code now}. */
    int inHourOf(long now) {
        long asked = Math.floorDiv(now, 3600);
        return asked == hour ? count(asked) : 0;
    }

    /** Accepted attestations in hour {@code asked} (since 1970); 0 beyond the last 24. */
    int count(long asked) {
        return asked > hour || asked <= hour - HOURS ? 0 : Byte.toUnsignedInt(counts[(int) (asked % HOURS)]);
    }

    /** Whether the sender's network was already counted for this machine in the hour of {@code now}. */
    boolean isCounted(String network, long now) {
        return networkHour == Math.floorDiv(now, 3600) && networkDigest == digest(network);
    }

    /** The window after one more accepted attestation. */
    SubmissionWindow accepted(String network, long now) {
        long newHour = Math.floorDiv(now, 3600);
        byte[] next = counts.clone();
        for (long h = Math.max(hour + 1, newHour - HOURS + 1); h <= newHour; h++) {
            next[(int) (h % HOURS)] = 0;
        }
        int at = (int) (newHour % HOURS);
        next[at] = (byte) Math.min(255, Byte.toUnsignedInt(next[at]) + 1);
        long today = Math.floorDiv(now, 86_400);
        int days = today == day ? streakDays : today == day + 1 ? Math.addExact(streakDays, 1) : 1;
        return new SubmissionWindow(Math.max(hour, newHour), next, today, days, digest(network), newHour);
    }

    private static int digest(String network) {
        return ByteBuffer.wrap(Digests.sha256(network.getBytes(StandardCharsets.UTF_8)))
                .getInt();
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt((int) hour)
                .put(counts)
                .putInt((int) day)
                .putInt(streakDays)
                .putInt(networkDigest)
                .putInt((int) networkHour)
                .array();
    }

    static SubmissionWindow decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            return none();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long hour = in.getInt();
        byte[] counts = new byte[HOURS];
        in.get(counts);
        return new SubmissionWindow(hour, counts, in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }
}
