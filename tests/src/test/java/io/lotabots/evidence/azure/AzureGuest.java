package io.lotabots.evidence.azure;

import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.dcap.IntelGuest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** A confidential machine of Azure on hardware whose maker the tests are. */
public final class AzureGuest {
    private static final KeyPair ATTESTATION_KEY = TestPki.keys("RSA-2048");
    private static final int NONCE_AT = 8;

    private AzureGuest() {}

    /** The evidence that agents on SNP write; the hardware's root is that of {@code SnpGuest.on("Genoa")}. */
    public static String onSnp(byte[] nonce) {
        Machine machine = machine(Machine.ofSnp());
        byte[] message = message(machine, nonce);
        return machine.json(
                machine.hclReport(), machine.endorsement(), message, Machine.sign(ATTESTATION_KEY, message));
    }

    /** The same on TDX. */
    public static String onTdx(IntelGuest hardware, byte[] nonce) {
        Machine machine = machine(Machine.ofTdx());
        byte[] quote =
                hardware.quote(Signatures.digest("SHA-256", machine.runtimeData.getBytes(StandardCharsets.UTF_8)));
        byte[] message = message(machine, nonce);
        return machine.json(machine.hclReport(), quote, message, Machine.sign(ATTESTATION_KEY, message));
    }

    private static Machine machine(Machine machine) {
        RSAPublicKey key = (RSAPublicKey) ATTESTATION_KEY.getPublic();
        machine.runtimeData =
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"key_ops\":[\"sign\"],\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
                        + base64(key.getModulus())
                        + "\"}],\"vm-configuration\":{\"secure-boot\":true,\"vmUniqueId\":\"1\"},\"user-data\":\"00ff\"}";
        return machine;
    }

    /** The quote of the machine with another nonce, which stands behind magic, type and an empty name. */
    private static byte[] message(Machine machine, byte[] nonce) {
        byte[] made = machine.message();
        byte[] rest = Arrays.copyOfRange(made, NONCE_AT + 2 + Machine.NONCE.length, made.length);
        return ByteBuffer.allocate(NONCE_AT + 2 + nonce.length + rest.length)
                .put(made, 0, NONCE_AT)
                .putShort((short) nonce.length)
                .put(nonce)
                .put(rest)
                .array();
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
