package io.lotabots.attestation;

import io.lotabots.crypto.Digests;
import io.lotabots.platform.HourCounts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How often one machine attested: a count for each of the last 24 hours, the days in a row, and the network from which
 * it was last counted. The counts stand first in its bytes: a miner's own page reads those alone.
 *
 * @param day the day (since 1970) of the last attestation
 * @param streakDays days in a row up to {@code day}
 * @param networkDigest 4 bytes of the digest of the sender's network, counted in {@code networkHour}
 */
record SubmissionWindow(HourCounts hours, long day, int streakDays, int networkDigest, long networkHour) {
    private static final int BYTES = HourCounts.BYTES + 4 + 4 + 4 + 4;

    static SubmissionWindow none() {
        return new SubmissionWindow(HourCounts.none(), 0, 0, 0, 0);
    }

    /** Accepted attestations in the hour of {@code now}. */
    int inHourOf(long now) {
        long asked = HourCounts.hourOf(now);
        return asked == hours.hour() ? hours.count(asked) : 0;
    }

    /** Whether the sender's network was already counted for this machine in the hour of {@code now}. */
    boolean isCounted(String network, long now) {
        return networkHour == HourCounts.hourOf(now) && networkDigest == digest(network);
    }

    /** The window after one more accepted attestation. */
    SubmissionWindow accepted(String network, long now) {
        long today = Math.floorDiv(now, 86_400);
        int days = today == day ? streakDays : today == day + 1 ? Math.addExact(streakDays, 1) : 1;
        return new SubmissionWindow(hours.plusOne(now), today, days, digest(network), HourCounts.hourOf(now));
    }

    private static int digest(String network) {
        return ByteBuffer.wrap(Digests.sha256(network.getBytes(StandardCharsets.UTF_8)))
                .getInt();
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        hours.write(out);
        return out.putInt((int) day)
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
        return new SubmissionWindow(HourCounts.read(in), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }
}
