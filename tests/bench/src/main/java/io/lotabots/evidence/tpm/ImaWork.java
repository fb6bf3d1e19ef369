package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** The replay of an IMA list, template {@code ima-ng} with SHA-256, to the register that all of its entries lead to. */
public final class ImaWork {
    private static final byte[] TEMPLATE = "ima-ng".getBytes(StandardCharsets.US_ASCII);

    private ImaWork() {}

    /** @param entries in the list, each of a file of its own; the register is compared after each */
    public static IntSupplier of(int entries) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        byte[] register = new byte[TpmHash.SHA256.size()];
        for (int i = 0; i < entries; i++) {
            byte[] path =
                    ("/usr/lib/x86_64-linux-gnu/libexample-" + i + ".so.1.2.3\0").getBytes(StandardCharsets.US_ASCII);
            byte[] digest = TpmHash.SHA256.digest(path);
            byte[] prefix = "sha256:\0".getBytes(StandardCharsets.US_ASCII);
            byte[] data = little(8 + prefix.length + digest.length + path.length)
                    .putInt(prefix.length + digest.length)
                    .put(prefix)
                    .put(digest)
                    .putInt(path.length)
                    .put(path)
                    .array();
            list.writeBytes(little(4 + 20 + 4 + TEMPLATE.length + 4 + data.length)
                    .putInt(ImaList.PCR)
                    .put(TpmHash.SHA1.digest(data))
                    .putInt(TEMPLATE.length)
                    .put(TEMPLATE)
                    .putInt(data.length)
                    .put(data)
                    .array());
            register = TpmHash.SHA256.digest(register, TpmHash.SHA256.digest(data));
        }
        byte[] bytes = list.toByteArray();
        byte[] last = register;
        return () -> replayed(bytes, last);
    }

    private static int replayed(byte[] bytes, byte[] register) {
        try {
            return ImaList.replay(bytes, TpmHash.SHA256, register, false).entries();
        } catch (EvidenceRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
