package io.lotabots.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * An authenticator with one passkey, and the browser before it: answers what {@code navigator.credentials} would
 * (Web Authentication Level 3, sections 6.1, 6.5 and 7). What it says of itself can be changed, to see it refused.
 */
public final class SoftAuthenticator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int ATTESTED = 0x40;

    private final String origin;
    private final KeyPair key;
    private final byte[] id = new byte[16];
    private String userHandle = "";
    private boolean verifiesUser = true;
    private int signCount;

    /** @param origin the page that the browser shows */
    public SoftAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same passkey on another page. */
    private SoftAuthenticator(SoftAuthenticator known, String origin) {
        this.origin = origin;
        this.key = known.key;
        System.arraycopy(known.id, 0, id, 0, id.length);
        this.userHandle = known.userHandle;
        this.signCount = known.signCount;
    }

    public SoftAuthenticator at(String page) {
        return new SoftAuthenticator(this, page);
    }

    /** Whether it asks its user for a finger or a PIN. */
    public SoftAuthenticator verifyingUser(boolean verifies) {
        verifiesUser = verifies;
        return this;
    }

    /** Sets how often it says it was used. */
    public SoftAuthenticator counting(int count) {
        signCount = count;
        return this;
    }

    public SoftAuthenticator withUserHandle(String handle) {
        userHandle = base64(handle.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public String credentialId() {
        return base64(id);
    }

    /** The answer to the options of a registration. */
    public String register(String options) {
        JsonNode publicKey = tree(options).path("publicKey");
        userHandle = publicKey.path("user").path("id").asText();
        byte[] client =
                clientData("webauthn.create", publicKey.path("challenge").asText());
        byte[] data = authenticatorData(publicKey.path("rp").path("id").asText(), true);
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(0xa3);
        text(object, "fmt");
        text(object, "none");
        text(object, "attStmt");
        object.write(0xa0);
        text(object, "authData");
        object.write(0x59);
        object.writeBytes(ByteBuffer.allocate(2).putShort((short) data.length).array());
        object.writeBytes(data);
        ObjectNode answer = answer();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", base64(client));
        response.put("attestationObject", base64(object.toByteArray()));
        response.putArray("transports").add("internal");
        return answer.toString();
    }

    /** The answer to the options of a sign-in. */
    public String signIn(String options) {
        JsonNode publicKey = tree(options).path("publicKey");
        byte[] client = clientData("webauthn.get", publicKey.path("challenge").asText());
        byte[] data = authenticatorData(publicKey.path("rpId").asText(), false);
        ObjectNode answer = answer();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", base64(client));
        response.put("authenticatorData", base64(data));
        response.put("signature", base64(signature(data, client)));
        response.put("userHandle", userHandle);
        return answer.toString();
    }

    private ObjectNode answer() {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("type", "public-key").put("id", base64(id)).put("rawId", base64(id));
        answer.putObject("clientExtensionResults");
        return answer;
    }

    private byte[] clientData(String type, String challenge) {
        ObjectNode data = JSON.createObjectNode()
                .put("type", type)
                .put("challenge", challenge)
                .put("origin", origin)
                .put("crossOrigin", false);
        return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(String domain, boolean attested) {
        int flags = USER_PRESENT | BACKUP_ELIGIBLE | (verifiesUser ? USER_VERIFIED : 0) | (attested ? ATTESTED : 0);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(sha256(domain.getBytes(StandardCharsets.UTF_8)));
        data.write(flags);
        data.writeBytes(ByteBuffer.allocate(4).putInt(signCount).array());
        if (attested) {
            data.writeBytes(new byte[16]);
            data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
            data.writeBytes(id);
            data.writeBytes(coseKey());
        }
        return data.toByteArray();
    }

    /** COSE_Key of an EC2 key on P-256 for ES256 (RFC 9053, section 7.1.1). */
    private byte[] coseKey() {
        ECPublicKey pub = (ECPublicKey) key.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        cose.writeBytes(fixed(pub.getW().getAffineX()));
        cose.writeBytes(new byte[] {0x22, 0x58, 0x20});
        cose.writeBytes(fixed(pub.getW().getAffineY()));
        return cose.toByteArray();
    }

    private byte[] signature(byte[] data, byte[] client) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(key.getPrivate());
            signer.update(data);
            signer.update(sha256(client));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(bytes.length, out.length);
        System.arraycopy(bytes, bytes.length - length, out, out.length - length, length);
        return out;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
