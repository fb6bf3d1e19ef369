package io.lotabots.evidence.azure;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.dcap.Platform;
import io.lotabots.evidence.snp.SnpGuest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A confidential machine of the tests' own: hardware, paravisor and virtual TPM. */
final class Machine {
    static final byte[] NONCE = "challenge".getBytes(StandardCharsets.US_ASCII);

    private static final KeyPair ATTESTATION_KEY = TestPki.keys("RSA-2048");
    private static final SnpGuest SNP = SnpGuest.on("Genoa");
    private static final Platform TDX = Platform.ofTdx();

    private final boolean tdx;
    /** The registers of SHA-256 from 0 on: 32 bytes, each the register's number. */
    final List<byte[]> pcrs = IntStream.range(0, 24)
            .mapToObj(pcr -> {
                byte[] value = new byte[32];
                Arrays.fill(value, (byte) pcr);
                return value;
            })
            .toList();

    String runtimeData;
    /** What the hardware's report data begins with; the digest of the runtime data unless set. */
    byte[] reportData = new byte[0];

    /** From where the report was asked for: 0 is the paravisor. */
    int vmpl;

    int hash = 1;
    int runtimeVersion = 1;
    int reportType;

    private Machine(boolean tdx) {
        this.tdx = tdx;
        this.reportType = tdx ? 4 : 2;
        this.runtimeData = runtimeData("RSA");
    }

    static Machine ofSnp() {
        return new Machine(false);
    }

    static Machine ofTdx() {
        return new Machine(true);
    }

    static String runtimeData(String keyType) {
        RSAPublicKey key = (RSAPublicKey) ATTESTATION_KEY.getPublic();
        return """
            {"keys":[{"kid":"HCLEkPub","kty":"RSA","e":"AQAB","n":"AQAB"},\
            {"kid":"HCLAkPub","key_ops":["sign"],"kty":"%s","e":"%s","n":"%s"}],\
            "vm-configuration":{"console-enabled":true,"secure-boot":true,"vmUniqueId":"1"},"user-data":"00ff"}\
            """.formatted(keyType, base64(key.getPublicExponent()), base64(key.getModulus()));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    byte[] hclReport() {
        byte[] runtime = runtimeData.getBytes(StandardCharsets.UTF_8);
        byte[] hardware = tdx ? new byte[1184] : snpReport();
        return ByteBuffer.allocate(32 + 1184 + 20 + runtime.length + 100)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("HCLA".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[28])
                .put(hardware)
                .putInt(runtime.length + 20)
                .putInt(runtimeVersion)
                .putInt(reportType)
                .putInt(hash)
                .putInt(runtime.length)
                .put(runtime)
                .array();
    }

    private byte[] vouched() {
        String algorithm = List.of("SHA-256", "SHA-384", "SHA-512").get(Math.floorMod(hash - 1, 3));
        return reportData.length > 0
                ? reportData
                : Signatures.digest(algorithm, runtimeData.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] snpReport() {
        SNP.reportData(vouched());
        SNP.vmpl(vmpl);
        return SNP.signed();
    }

    byte[] endorsement() {
        if (!tdx) {
            return TestPki.encoded(SNP.leaf());
        }
        TDX.reportData(vouched());
        return TDX.quote();
    }

    /** TPMS_ATTEST over registers 0 to 7 of SHA-256. */
    byte[] message() {
        var quoted = new ByteArrayOutputStream();
        pcrs.subList(0, 8).forEach(quoted::writeBytes);
        return ByteBuffer.allocate(6 + 2 + 2 + NONCE.length + 17 + 8 + 10 + 2 + 32)
                .putInt(0xFF544347)
                .putShort((short) 0x8018)
                .putShort((short) 0)
                .putShort((short) NONCE.length)
                .put(NONCE)
                .put(new byte[17])
                .putLong(1)
                .putInt(1)
                .putShort((short) 0x000B)
                .put(new byte[] {3, (byte) 0xff, 0, 0})
                .putShort((short) 32)
                .put(Signatures.digest("SHA-256", quoted.toByteArray()))
                .array();
    }

    static byte[] sign(KeyPair keys, byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] signature() {
        return sign(ATTESTATION_KEY, message());
    }

    /** As attesters write it today. */
    String json() {
        return json(hclReport(), endorsement(), message(), signature());
    }

    String json(byte[] hcl, byte[] endorsement, byte[] message, byte[] signature) {
        HexFormat hex = HexFormat.of();
        String registers =
                pcrs.stream().map(value -> "\"" + hex.formatHex(value) + "\"").collect(Collectors.joining(","));
        return "{\"version\":1,\"hcl_report\":\"" + base64(hcl) + "\",\"tpm_quote\":{\"message\":\""
                + hex.formatHex(message) + "\",\"signature\":\"" + hex.formatHex(signature) + "\",\"pcrs\":["
                + registers
                + "]},\"" + (tdx ? "td_quote" : "vcek") + "\":\"" + base64(endorsement) + "\"}";
    }

    /** As attesters wrote it first: lists of numbers, and other names on SNP. */
    String oldJson() {
        byte[] message = message();
        String registers = pcrs.stream().map(Machine::numbers).collect(Collectors.joining(","));
        String quote = "{\"message\":" + numbers(message) + ",\"signature\":" + numbers(sign(ATTESTATION_KEY, message))
                + ",\"pcrs\":[" + registers + "]}";
        if (tdx) {
            return "{\"tpm_quote\":" + quote + ",\"hcl_report\":" + numbers(hclReport()) + ",\"td_quote\":"
                    + numbers(endorsement()) + "}";
        }
        String vcek = new String(TestPki.pem(SNP.leaf()), StandardCharsets.US_ASCII)
                .replace("\r", "")
                .replace("\n", "\\n");
        return "{\"quote\":" + quote + ",\"report\":" + numbers(hclReport()) + ",\"vcek\":\"" + vcek + "\"}";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String numbers(byte[] bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
                .collect(Collectors.joining(",", "[", "]"));
    }

    static Evidence evidence(String json) {
        return new Evidence(Map.of("evidence", json.getBytes(StandardCharsets.UTF_8)));
    }

    Terms terms(byte[] nonce, Map<String, Object> policy) {
        TrustAnchors anchors = tdx ? TDX.root.anchors("intel") : SNP.root.anchors("amd");
        Map<String, byte[]> collateral = tdx ? TDX.collateral() : SNP.collateral();
        return new Terms(nonce, TestPki.NOW, anchors, Collateral.of(collateral), new Policy(policy));
    }
}
