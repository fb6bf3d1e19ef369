package io.lotabots.evidence.nitro;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The payload of an attestation document, within the sizes that the NSM's own specification gives it (AWS Nitro Enclaves,
 * "Cryptographic attestation", syntactical validation).
 *
 * @param timestamp when the hypervisor made it, in milliseconds since 1970
 * @param pcrs the locked registers by index, 0 to 31, 48 bytes each in lower-case hexadecimal
 * @param chain the certificate that signed it and those above, leaf first
 * @param publicKey empty when the enclave gave none, as {@code userData} and {@code nonce}
 */
record NitroDocument(
        String moduleId,
        long timestamp,
        SequencedMap<Integer, String> pcrs,
        List<X509Certificate> chain,
        byte[] publicKey,
        byte[] userData,
        byte[] nonce) {
    private static final int MOST_PCRS = 32;
    private static final int PCR_BYTES = 48;
    private static final int MOST_AUTHORITIES = 9;
    private static final int MOST_CERTIFICATE_BYTES = 1024;
    private static final int MOST_GIVEN_BYTES = 1024;
    private static final int MOST_NAME = 256;

    static NitroDocument of(byte[] payload) throws EvidenceRefused {
        Cbor map = Cbor.of(payload);
        String moduleId = map.get("module_id").text();
        if (moduleId.isEmpty() || moduleId.length() > MOST_NAME) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "module_id has 1 to " + MOST_NAME + " characters, got " + moduleId.length());
        }
        String digest = map.get("digest").text();
        if (!digest.equals("SHA384")) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_ALGORITHM, "the digest is SHA384");
        }
        long timestamp = map.get("timestamp").integer();
        if (timestamp <= 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "timestamp is positive, got " + timestamp);
        }
        return new NitroDocument(
                moduleId,
                timestamp,
                pcrs(map.get("pcrs")),
                chain(map.get("certificate"), map.get("cabundle").items()),
                given(map, "public_key"),
                given(map, "user_data"),
                given(map, "nonce"));
    }

    private static SequencedMap<Integer, String> pcrs(Cbor map) throws EvidenceRefused {
        TreeMap<Integer, String> pcrs = new TreeMap<>();
        for (var entry : map.entries().entrySet()) {
            if (!(entry.getKey() instanceof Long index) || index < 0 || index >= MOST_PCRS) {
                throw new EvidenceRefused(
                        Reason.MALFORMED, "the index of a PCR is 0 to " + (MOST_PCRS - 1) + ", got another");
            }
            byte[] value = entry.getValue().bytes("PCR" + index, PCR_BYTES, PCR_BYTES);
            pcrs.put(index.intValue(), HexFormat.of().formatHex(value));
        }
        if (pcrs.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "the document has no PCR");
        }
        return pcrs;
    }

    private static List<X509Certificate> chain(Cbor leaf, List<Cbor> bundle) throws EvidenceRefused {
        if (bundle.isEmpty() || bundle.size() > MOST_AUTHORITIES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "cabundle has 1 to " + MOST_AUTHORITIES + " certificates, got " + bundle.size());
        }
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate("certificate", leaf));
        for (Cbor authority : bundle.reversed()) {
            chain.add(certificate("a certificate of cabundle", authority));
        }
        return chain;
    }

    private static X509Certificate certificate(String field, Cbor item) throws EvidenceRefused {
        return Certificates.der(item.bytes(field, 1, MOST_CERTIFICATE_BYTES));
    }

    private static byte[] given(Cbor map, String field) throws EvidenceRefused {
        Cbor item = map.find(field);
        return item == null || item.isNull() ? new byte[0] : item.bytes(field, 0, MOST_GIVEN_BYTES);
    }
}
