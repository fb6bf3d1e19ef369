package io.lotabots.evidence.android;

import io.lotabots.evidence.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;

/** The description of a key in a locked phone, of which a test changes what it is about. */
final class TestKeyDescription {
    static final byte[] SIGNER = java.util.Arrays.copyOf(new byte[] {1, 2, 3}, 32);

    int version = 400;
    int level = 1;
    int keyLevel = 1;
    int bootState;
    int origin;
    int lockedOctet = 0xff;
    boolean locked = true;
    boolean rootInHardware = true;
    boolean application = true;
    boolean ascending = true;
    long created = TestPki.NOW.toEpochMilli();

    byte[] encoded() {
        List<ASN1Encodable> software = new ArrayList<>(List.of(tagged(701, new ASN1Integer(created))));
        List<ASN1Encodable> hardware = new ArrayList<>(List.of(
                tagged(1, new DERSet(new ASN1Integer(2))),
                tagged(702, new ASN1Integer(origin)),
                tagged(705, new ASN1Integer(160_000)),
                tagged(706, new ASN1Integer(202_510))));
        if (rootInHardware) {
            hardware.add(2, tagged(704, root()));
        } else {
            software.add(tagged(704, root()));
        }
        if (application) {
            software.add(tagged(
                    709,
                    octets(encoded(sequence(
                            new DERSet(sequence(
                                    octets("org.example.app".getBytes(StandardCharsets.UTF_8)), new ASN1Integer(1))),
                            new DERSet(octets(SIGNER)))))));
        }
        if (!ascending) {
            Collections.swap(hardware, 0, 1);
        }
        return withLockedOctet(encoded(sequence(
                new ASN1Integer(version),
                new ASN1Enumerated(level),
                new ASN1Integer(version),
                new ASN1Enumerated(keyLevel),
                octets("challenge".getBytes(StandardCharsets.US_ASCII)),
                octets(new byte[0]),
                sequence(software.toArray(ASN1Encodable[]::new)),
                sequence(hardware.toArray(ASN1Encodable[]::new)))));
    }

    private ASN1Encodable root() {
        return sequence(
                octets(new byte[32]),
                ASN1Boolean.getInstance(locked),
                new ASN1Enumerated(bootState),
                octets(new byte[32]));
    }

    /** Writes a BOOLEAN of another form than DER's, which no library does. */
    private byte[] withLockedOctet(byte[] encoded) {
        for (int i = 0; i + 4 < encoded.length; i++) {
            if (encoded[i] == 1 && encoded[i + 1] == 1 && encoded[i + 2] == -1 && encoded[i + 3] == 10) {
                encoded[i + 2] = (byte) lockedOctet;
            }
        }
        return encoded;
    }

    private static DERTaggedObject tagged(int number, ASN1Encodable value) {
        return new DERTaggedObject(true, number, value);
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    private static DEROctetString octets(byte[] bytes) {
        return new DEROctetString(bytes);
    }

    private static byte[] encoded(DERSequence sequence) {
        try {
            return sequence.getEncoded("DER");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
