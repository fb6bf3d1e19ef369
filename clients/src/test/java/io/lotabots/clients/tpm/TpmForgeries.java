package io.lotabots.clients.tpm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** What somebody would hand in who has a TPM and wants to be believed more than it says. */
public final class TpmForgeries {
    private static final int SEPARATOR = 4;
    private static final byte[] MEASURED = new byte[4];

    private final String address;
    private final Path folder;

    /**
     * @param address of the TPM, as the tools take it
     * @param folder where keys and files are left
     */
    public TpmForgeries(String address, Path folder) {
        this.address = address;
        this.folder = folder;
    }

    /** The parts with one of them replaced. */
    public static Map<String, byte[]> with(Map<String, byte[]> parts, String name, byte[] content) {
        Map<String, byte[]> changed = new HashMap<>(parts);
        changed.put(name, content);
        return changed;
    }

    /** The quote, signed by a key of no TPM whose public area says that it is a TPM's. */
    public static Map<String, byte[]> bySoftware(Map<String, byte[]> quote) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair software = generator.generateKeyPair();
        byte[] claimed = claiming(part(quote, "ak_public"), (ECPublicKey) software.getPublic());
        return with(with(quote, "ak_public", claimed), "signature", signed(software, part(quote, "message")));
    }

    /** The quote, signed by a key that the TPM keeps and that signs whatever it is given. */
    public Map<String, byte[]> byUnrestricted(Map<String, byte[]> quote) throws IOException {
        Files.createDirectories(folder);
        var tools = new TpmTools(address, folder);
        tools.run("tpm2_createprimary", "-C", "o", "-G", "ecc", "-c", "o.ctx");
        tools.run(
                "tpm2_create",
                "-C",
                "o.ctx",
                "-G",
                "ecc",
                "-u",
                "free.pub",
                "-r",
                "free.priv",
                "-a",
                "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign");
        tools.run("tpm2_load", "-C", "o.ctx", "-u", "free.pub", "-r", "free.priv", "-c", "free.ctx");
        Files.write(folder.resolve("handmade"), part(quote, "message"));
        tools.run("tpm2_sign", "-c", "free.ctx", "-g", "sha256", "-s", "ecdsa", "-o", "handmade.sig", "handmade");
        return with(
                with(quote, "ak_public", Files.readAllBytes(folder.resolve("free.pub"))),
                "signature",
                Files.readAllBytes(folder.resolve("handmade.sig")));
    }

    /** Extends a register. */
    public void extend(int pcr, String sha256) {
        new TpmTools(address, folder).run("tpm2_pcrextend", pcr + ":sha256=" + sha256);
    }

    /** Measures an event into each of the registers 0 to 7, which were as after power-on. @return the log of it */
    public byte[] boot() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(MEASURED);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(logHeader());
        for (int pcr = 0; pcr < 8; pcr++) {
            extend(pcr, HexFormat.of().formatHex(digest));
            log.writeBytes(event(pcr, digest));
        }
        return log.toByteArray();
    }

    /** The log with other data in its last event than what was measured. */
    public static byte[] otherData(byte[] log) {
        byte[] forged = log.clone();
        forged[forged.length - 1] ^= 1;
        return forged;
    }

    /** The log with one more event, which was not measured. */
    public static byte[] oneMore(byte[] log) throws GeneralSecurityException {
        byte[] event = event(4, MessageDigest.getInstance("SHA-256").digest(MEASURED));
        byte[] longer = Arrays.copyOf(log, log.length + event.length);
        System.arraycopy(event, 0, longer, log.length, event.length);
        return longer;
    }

    private static byte[] part(Map<String, byte[]> parts, String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    /** The public area of a genuine key with the point of another. */
    private static byte[] claiming(byte[] area, ECPublicKey key) {
        byte[] claimed = area.clone();
        System.arraycopy(coordinate(key.getW().getAffineX()), 0, claimed, area.length - 66, 32);
        System.arraycopy(coordinate(key.getW().getAffineY()), 0, claimed, area.length - 32, 32);
        return claimed;
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return padded;
    }

    private static byte[] signed(KeyPair key, byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(key.getPrivate());
        signer.update(message);
        byte[] halves = signer.sign();
        return ByteBuffer.allocate(72)
                .putShort((short) 0x0018)
                .putShort((short) 0x000B)
                .putShort((short) 32)
                .put(Arrays.copyOf(halves, 32))
                .putShort((short) 32)
                .put(Arrays.copyOfRange(halves, 32, 64))
                .array();
    }

    private static byte[] logHeader() {
        ByteBuffer spec = little(33).put("Spec ID Event03\0".getBytes(US_ASCII)).putInt(0);
        spec.put(new byte[] {0, 2, 0, 2})
                .putInt(1)
                .putShort((short) 0x000B)
                .putShort((short) 32)
                .put((byte) 0);
        return little(32 + 33)
                .putInt(0)
                .putInt(3)
                .put(new byte[20])
                .putInt(33)
                .put(spec.array())
                .array();
    }

    private static byte[] event(int pcr, byte[] digest) {
        return little(18 + digest.length + MEASURED.length)
                .putInt(pcr)
                .putInt(SEPARATOR)
                .putInt(1)
                .putShort((short) 0x000B)
                .put(digest)
                .putInt(MEASURED.length)
                .put(MEASURED)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
