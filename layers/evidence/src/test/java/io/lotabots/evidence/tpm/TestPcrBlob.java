package io.lotabots.evidence.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** Registers of SHA-256 as tpm2-tools write them beside a quote, out of a little-endian machine's memory. */
public final class TestPcrBlob {
    private TestPcrBlob() {}

    public static byte[] of(SortedMap<Integer, byte[]> registers) {
        int lists = (registers.size() + 7) / 8;
        ByteBuffer blob =
                ByteBuffer.allocate(4 + 16 * 8 + 4 + lists * (4 + 8 * 66)).order(ByteOrder.LITTLE_ENDIAN);
        int bits = registers.keySet().stream().mapToInt(pcr -> 1 << pcr).sum();
        blob.putInt(1).putShort((short) TpmHash.SHA256.id()).put((byte) 3);
        blob.put((byte) bits).put((byte) (bits >> 8)).put((byte) (bits >> 16));
        blob.position(4 + 16 * 8);
        blob.putInt(lists);
        List<byte[]> values = List.copyOf(registers.values());
        for (int i = 0; i < lists * 8; i++) {
            if (i % 8 == 0) {
                blob.putInt(Math.min(8, values.size() - i));
            }
            byte[] value = i < values.size() ? values.get(i) : new byte[0];
            blob.putShort((short) value.length).put(Arrays.copyOf(value, 64));
        }
        return blob.array();
    }
}
