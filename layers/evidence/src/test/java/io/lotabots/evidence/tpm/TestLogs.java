package io.lotabots.evidence.tpm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Writes logs of a boot as firmware and kernel do, and extends a TPM accordingly. */
final class TestLogs {
    static final int SEPARATOR = 0x4;
    static final int VARIABLE = 0x80000001;
    static final int BOOT_APPLICATION = 0x80000003;
    static final int ACTION = 0x80000007;

    private final SoftTpm tpm;
    private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ima = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();

    TestLogs(SoftTpm tpm) {
        this.tpm = tpm;
        header(List.of(tpm.bank));
    }

    /** A boot with Secure Boot on, and an IMA list that begins with its aggregate. */
    static TestLogs boot(SoftTpm tpm) {
        TestLogs logs = new TestLogs(tpm);
        logs.event(0, 0x8, "v1".getBytes(StandardCharsets.UTF_16LE));
        logs.event(7, VARIABLE, secureBoot(1));
        logs.event(7, SEPARATOR, new byte[4]);
        logs.described(4, BOOT_APPLICATION, "a loader".getBytes(StandardCharsets.US_ASCII), "where it lies");
        for (int pcr = 0; pcr < 7; pcr++) {
            logs.event(pcr, SEPARATOR, new byte[4]);
        }
        logs.event(5, ACTION, "Exit Boot Services Invocation".getBytes(StandardCharsets.US_ASCII));
        logs.aggregate(10);
        logs.measured("/usr/bin/miner", new byte[32]);
        logs.measured("/usr/bin/env", HexFormat.of().parseHex("11".repeat(32)));
        return logs;
    }

    private void header(List<TpmHash> banks) {
        ByteBuffer spec = little(28 + 4 * banks.size() + 1);
        spec.put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII));
        spec.putInt(0).put(new byte[] {0, 2, 0, 2}).putInt(banks.size());
        for (TpmHash bank : banks) {
            spec.putShort((short) bank.id()).putShort((short) bank.size());
        }
        spec.put((byte) 0);
        events.writeBytes(little(32)
                .putInt(0)
                .putInt(EventLog.NO_ACTION)
                .put(new byte[20])
                .putInt(spec.capacity())
                .array());
        events.writeBytes(spec.array());
    }

    /** An event whose data is what was measured. */
    void event(int pcr, int type, byte[] data) {
        described(pcr, type, data, data);
    }

    void described(int pcr, int type, byte[] measured, String description) {
        described(pcr, type, measured, description.getBytes(StandardCharsets.US_ASCII));
    }

    private void described(int pcr, int type, byte[] measured, byte[] data) {
        byte[] digest = tpm.bank.digest(measured);
        events.writeBytes(raw(pcr, type, digest, data));
        tpm.extend(pcr, digest);
    }

    /** An event that tells something and extends nothing. */
    void told(byte[] data) {
        events.writeBytes(raw(0, EventLog.NO_ACTION, new byte[tpm.bank.size()], data));
    }

    byte[] raw(int pcr, int type, byte[] digest, byte[] data) {
        return little(4 + 4 + 4 + 2 + digest.length + 4 + data.length)
                .putInt(pcr)
                .putInt(type)
                .putInt(1)
                .putShort((short) tpm.bank.id())
                .put(digest)
                .putInt(data.length)
                .put(data)
                .array();
    }

    static byte[] secureBoot(int on) {
        byte[] name = "SecureBoot".getBytes(StandardCharsets.UTF_16LE);
        return little(16 + 8 + 8 + name.length + 1)
                .put(HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c"))
                .putLong(name.length / 2)
                .putLong(1)
                .put(name)
                .put((byte) on)
                .array();
    }

    void aggregate(int count) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        tpm.pcrs.headMap(count).values().forEach(values::writeBytes);
        measured("boot_aggregate", tpm.bank.digest(values.toByteArray()));
    }

    /** An entry of template ima-ng. */
    void measured(String path, byte[] digest) {
        byte[] prefix = (tpm.bank.label() + ":\0").getBytes(StandardCharsets.US_ASCII);
        byte[] name = (path + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] data = little(8 + prefix.length + digest.length + name.length)
                .putInt(prefix.length + digest.length)
                .put(prefix)
                .put(digest)
                .putInt(name.length)
                .put(name)
                .array();
        byte[] hash = TpmHash.SHA1.digest(data);
        entry(hash, data);
        text.append("10 ").append(HexFormat.of().formatHex(hash)).append(" ima-ng ");
        text.append(tpm.bank.label()).append(':').append(HexFormat.of().formatHex(digest));
        text.append(' ').append(path).append('\n');
        tpm.extend(ImaList.PCR, tpm.bank.digest(data));
    }

    /** A file that was read while somebody wrote it. */
    void violated(String path) {
        entry(new byte[20], path.getBytes(StandardCharsets.US_ASCII));
        byte[] ones = new byte[tpm.bank.size()];
        java.util.Arrays.fill(ones, (byte) -1);
        tpm.extend(ImaList.PCR, ones);
    }

    private void entry(byte[] hash, byte[] data) {
        ima.writeBytes(little(4 + 20 + 4 + 6 + 4 + data.length)
                .putInt(ImaList.PCR)
                .put(hash)
                .putInt(6)
                .put("ima-ng".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array());
    }

    byte[] events() {
        return events.toByteArray();
    }

    /** The same list as the kernel shows it as text; violations are not in it. */
    String text() {
        return text.toString();
    }

    byte[] ima() {
        return ima.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
