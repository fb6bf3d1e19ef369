package io.lotabots.attestation;

import io.lotabots.crypto.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The network interfaces that one machine showed in the last 24 hours, as keyed digests: an address itself is never
 * stored.
 */
record MacWindow(List<Seen> seen) {
    /** How long an interface is remembered, in seconds. */
    static final long SECONDS = 86_400;

    /** Most interfaces remembered; the newest win. */
    static final int MAX = 8;

    private static final int DIGEST_BYTES = 6;
    private static final int SEEN_BYTES = DIGEST_BYTES + 4 + 4 + 4;

    /** @param digest 12 hexadecimal digits of the keyed digest */
    record Seen(String digest, long firstAtEpochSecond, long lastAtEpochSecond, int count) {}

    static MacWindow none() {
        return new MacWindow(List.of());
    }

    /** The window after {@code macs} were shown at {@code now}. */
    MacWindow with(List<String> macs, byte[] key, long now) {
        List<Seen> next = new ArrayList<>(at(now).seen);
        for (String mac : macs) {
            String digest = HexFormat.of()
                    .formatHex(
                            Digests.hmacSha256(key, MacAddress.of(mac).value().getBytes(StandardCharsets.UTF_8)),
                            0,
                            DIGEST_BYTES);
            Seen before = next.stream()
                    .filter(s -> s.digest.equals(digest))
                    .findFirst()
                    .orElse(new Seen(digest, now, now, 0));
            next.remove(before);
            next.add(new Seen(digest, before.firstAtEpochSecond, now, Math.addExact(before.count, 1)));
        }
        next.sort(Comparator.comparingLong(Seen::lastAtEpochSecond).reversed());
        return new MacWindow(List.copyOf(next.subList(0, Math.min(MAX, next.size()))));
    }

    /** The interfaces still within the window at {@code now}. */
    MacWindow at(long now) {
        return new MacWindow(
                seen.stream().filter(s -> s.lastAtEpochSecond > now - SECONDS).toList());
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(seen.size() * SEEN_BYTES);
        for (Seen s : seen) {
            out.put(HexFormat.of().parseHex(s.digest))
                    .putInt((int) s.firstAtEpochSecond)
                    .putInt((int) s.lastAtEpochSecond)
                    .putInt(s.count);
        }
        return out.array();
    }

    static MacWindow decode(byte[] bytes) {
        List<Seen> seen = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += SEEN_BYTES) {
            ByteBuffer in = ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + SEEN_BYTES));
            byte[] digest = new byte[DIGEST_BYTES];
            in.get(digest);
            seen.add(new Seen(
                    HexFormat.of().formatHex(digest),
                    Integer.toUnsignedLong(in.getInt()),
                    Integer.toUnsignedLong(in.getInt()),
                    in.getInt()));
        }
        return new MacWindow(List.copyOf(seen));
    }
}
