package io.lotabots.evidence.tpm;

import io.lotabots.evidence.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A machine with a TPM whose maker the tests are: what it sends, in the encodings of the service. */
public final class TpmMachine {
    private static final Integer[] PCRS = {0, 1, 2, 3, 4, 5, 6, 7};

    private static final Integer[] BOOT_PCRS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    /** TPM_ST_ATTEST_CERTIFY. */
    private static final int CERTIFY = 0x8017;

    private final SoftTpm tpm;
    private final byte[] certificate;
    private @Nullable TestLogs logs;

    private TpmMachine(SoftTpm tpm, byte[] certificate) {
        this.tpm = tpm;
        this.certificate = certificate;
    }

    /**
     * A new one: keys of its own, certified by a maker.
     *
     * @param manufacturer as {@code id:49465800}
     */
    public static TpmMachine made(TestPki.Authority maker, String manufacturer, String model) {
        return made(maker, manufacturer, model, "RSA-2048");
    }

    /** @param kind of its endorsement key, as {@link TestPki#keys} names it */
    public static TpmMachine made(TestPki.Authority maker, String manufacturer, String model, String kind) {
        SoftTpm tpm = new SoftTpm(TestPki.keys("P-256"), SoftTpm.ECDSA, TpmHash.SHA256, TestPki.keys(kind));
        return new TpmMachine(tpm, TestPki.encoded(tpm.certify(maker, manufacturer, model)));
    }

    public String ekCertificate() {
        return base64(certificate);
    }

    public String akPublic() {
        return base64(tpm.akPublic());
    }

    /** What a register holds, in hexadecimal digits. */
    public String pcr(int number) {
        return HexFormat.of().formatHex(tpm.pcrs.getOrDefault(number, new byte[32]));
    }

    /** Time passes for the TPM: milliseconds. */
    public void tick(long milliseconds) {
        tpm.clock += milliseconds;
    }

    /** The secret of a credential. */
    public String activate(String blob) throws GeneralSecurityException {
        byte[] digest = TpmHash.SHA256.digest(tpm.akPublic());
        byte[] name = new byte[2 + digest.length];
        name[1] = 0x0B;
        System.arraycopy(digest, 0, name, 2, digest.length);
        return base64(tpm.activate(Base64.getDecoder().decode(blob), name));
    }

    /** The parts of a quote in base64url. */
    public Map<String, String> quote(byte[] nonce) {
        byte[] message = tpm.message(nonce, PCRS);
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("ak_public", akPublic());
        parts.put("message", base64(message));
        parts.put("signature", base64(tpm.sign(message)));
        parts.put("pcrs", base64(tpm.pcrJson()));
        parts.put("ek_certificate", ekCertificate());
        return parts;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A machine that booted and ran something: its logs lead to its registers. */
    public TpmMachine booted() {
        logs = TestLogs.boot(tpm);
        return this;
    }

    /** The boot's log in base64url. */
    public String eventLog() {
        return base64(logs().events());
    }

    /** The list of IMA as the kernel shows it as text. */
    public String imaText() {
        return logs().text();
    }

    private TestLogs logs() {
        if (logs == null) {
            throw new IllegalStateException("the machine has not booted");
        }
        return logs;
    }

    /** A quote for a text over {@link #registers}: {@code message} and {@code signature}. */
    public Map<String, byte[]> quoted(String text) {
        byte[] message = tpm.message(text.getBytes(StandardCharsets.US_ASCII), BOOT_PCRS);
        return Map.of("message", message, "signature", tpm.sign(message));
    }

    /** The attestation key's certification of itself (TPM2_Certify): {@code message} and {@code signature}. */
    public Map<String, byte[]> certified(byte[] challenge) {
        byte[] digest = TpmHash.SHA256.digest(tpm.akPublic());
        byte[] name = new byte[2 + digest.length];
        name[1] = 0x0B;
        System.arraycopy(digest, 0, name, 2, digest.length);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(SoftTpm.sized(name));
        body.writeBytes(SoftTpm.sized(new byte[34]));
        int quoting = tpm.type;
        tpm.type = CERTIFY;
        byte[] message = tpm.attest(challenge, body.toByteArray());
        tpm.type = quoting;
        return Map.of("message", message, "signature", tpm.sign(message));
    }

    /** The registers 0 to 10. */
    public SortedMap<Integer, byte[]> registers() {
        SortedMap<Integer, byte[]> registers = new TreeMap<>();
        for (int pcr : BOOT_PCRS) {
            registers.put(pcr, tpm.pcrs.getOrDefault(pcr, new byte[32]));
        }
        return registers;
    }
}
