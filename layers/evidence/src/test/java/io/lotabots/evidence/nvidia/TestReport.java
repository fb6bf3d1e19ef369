package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.TestCose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** A report of a GPU, of which a test changes what it is about. */
final class TestReport {
    static final byte[] NONCE = filled(32, 9);

    final Map<Integer, byte[]> measurements = new LinkedHashMap<>();
    final Map<Integer, byte[]> opaque = new LinkedHashMap<>();
    int version = 0x11;
    int specification = 1;
    boolean doubled;
    byte[] after = {};
    byte[] nonce = NONCE;

    TestReport() {
        for (int index = 1; index <= 4; index++) {
            measurements.put(index, filled(48, index));
        }
        opaque.put(3, text("550.90.07\0"));
        opaque.put(6, new byte[] {0, (byte) 0x9f, 0, (byte) 0x96, 1, 0, 0, 0});
        opaque.put(15, text("882\0\0"));
        opaque.put(17, text("1010\0"));
        opaque.put(18, text("0200\0"));
    }

    byte[] signed(PrivateKey key) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        report.writeBytes(new byte[] {(byte) version, (byte) 0xe0, 1, -1});
        report.writeBytes(nonce);
        report.write(0);
        byte[] blocks = blocks();
        int count = measurements.size() + (doubled ? 1 : 0);
        report.writeBytes(new byte[] {0x11, 0x60, 0, 0, (byte) count});
        report.writeBytes(new byte[] {(byte) blocks.length, (byte) (blocks.length >> 8), 0});
        report.writeBytes(blocks);
        report.writeBytes(filled(32, 5));
        byte[] fields = fields();
        report.writeBytes(little(fields.length));
        report.writeBytes(fields);
        report.writeBytes(TestCose.raw(key, report.toByteArray()));
        report.writeBytes(after);
        return report.toByteArray();
    }

    private byte[] blocks() {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        measurements.forEach((index, value) -> block(blocks, index, value));
        if (doubled) {
            block(blocks, 1, filled(48, 1));
        }
        return blocks.toByteArray();
    }

    private void block(ByteArrayOutputStream blocks, int index, byte[] value) {
        blocks.writeBytes(new byte[] {(byte) index, (byte) specification});
        blocks.writeBytes(little(value.length + 3));
        blocks.write(1);
        blocks.writeBytes(little(value.length));
        blocks.writeBytes(value);
    }

    private byte[] fields() {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        opaque.forEach((type, value) -> {
            fields.writeBytes(little(type));
            fields.writeBytes(little(value.length));
            fields.writeBytes(value);
        });
        return fields.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) value)
                .array();
    }

    /** The extension by which a leaf names the firmware that it is for. */
    static byte[] identity(byte[] fwid) {
        try {
            return new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(1),
                        new DERSequence(),
                        new DERSequence(new ASN1Encodable[] {
                            new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.2"), new DEROctetString(fwid)
                        })
                    })
                    .getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
