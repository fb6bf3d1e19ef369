package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes genuine evidence and looks at what a format says of it. */
public final class Mutations {
    /**
     * What a verdict may allocate beside the evidence. Measured on genuine evidence of all formats: 0.9 MiB for a signature on
     * P-384 that is verified, 1.8 MiB for most formats, 3.1 MiB for a GPU with a signed manifest.
     */
    private static final long CONSTANT = 4L << 20;

    /** What it may allocate for each byte of evidence: logs of a boot cost most, 13 to 24 bytes. */
    private static final long FACTOR = 32;

    private Mutations() {}

    /** The same evidence with another content of one part; without it when there is none. */
    public static Evidence with(Evidence evidence, String part, byte @Nullable [] content) {
        Map<String, byte[]> parts = new HashMap<>(evidence.parts());
        if (content == null) {
            parts.remove(part);
        } else {
            parts.put(part, content);
        }
        return new Evidence(parts);
    }

    /** Flips one bit of each byte of a span of a part; each must be refused. */
    public static void everyFlipIsRefused(
            Format format, Evidence evidence, Terms terms, String part, int from, int to) {
        byte[] genuine = Objects.requireNonNull(evidence.parts().get(part));
        for (int i = from; i < to; i++) {
            byte[] flipped = genuine.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThat(format.verify(with(evidence, part, flipped), terms).accepted())
                    .as("byte %d of %s flipped", i, part)
                    .isFalse();
        }
    }

    /** Something like evidence: bits flipped, runs removed, doubled or overwritten, or an end cut off. */
    public static byte[] mutated(byte[] genuine, long seed) {
        Random random = new Random(seed);
        byte[] bytes = genuine;
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            int run = Math.min(1 + random.nextInt(8), bytes.length - at);
            switch (random.nextInt(6)) {
                case 0 -> bytes = flipped(bytes, at, random.nextInt(8));
                case 1 -> bytes = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + run, bytes.length));
                case 2 -> bytes = joined(Arrays.copyOf(bytes, at + run), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> bytes = filled(bytes, at, run, (byte) 0xff);
                case 4 -> bytes = filled(bytes, at, run, (byte) random.nextInt(256));
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    /**
     * Whatever the part holds, only a verdict comes back, and it costs a small multiple of the evidence. A verdict that costs
     * more is asked for again: the first one of all also loads classes.
     */
    public static Verdict verdictIsCheap(Format format, Evidence evidence, Terms terms) {
        long size = evidence.parts().values().stream()
                .mapToLong(content -> content.length)
                .sum();
        long limit = CONSTANT + FACTOR * size;
        long before = allocated();
        Verdict verdict = format.verify(evidence, terms);
        long cost = allocated() - before;
        for (int again = 0; cost >= limit && again < 2; again++) {
            before = allocated();
            verdict = format.verify(evidence, terms);
            cost = allocated() - before;
        }
        assertThat(cost).as("bytes allocated for %d of evidence", size).isLessThan(limit);
        return verdict;
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << bit);
        return changed;
    }

    private static byte[] filled(byte[] bytes, int at, int run, byte value) {
        byte[] changed = bytes.clone();
        Arrays.fill(changed, at, at + run, value);
        return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
