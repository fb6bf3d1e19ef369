package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import org.jspecify.annotations.Nullable;

/** Hash algorithms of a TPM (TCG Algorithm Registry, table 3) that this verifier computes. */
public enum TpmHash {
    SHA1(0x0004, "sha1", "SHA-1", 20),
    SHA256(0x000B, "sha256", "SHA-256", 32),
    SHA384(0x000C, "sha384", "SHA-384", 48),
    SHA512(0x000D, "sha512", "SHA-512", 64),
    SHA3_256(0x0027, "sha3_256", "SHA3-256", 32),
    SHA3_384(0x0028, "sha3_384", "SHA3-384", 48),
    SHA3_512(0x0029, "sha3_512", "SHA3-512", 64);

    private final int id;
    private final String label;
    private final String jca;
    private final int size;

    TpmHash(int id, String label, String jca, int size) {
        this.id = id;
        this.label = label;
        this.jca = jca;
        this.size = size;
    }

    /** TPM_ALG_ID. */
    public int id() {
        return id;
    }

    /** As tpm2-tools name it: {@code sha256}. */
    public String label() {
        return label;
    }

    /** As the JCA names it: {@code SHA-256}. */
    public String jca() {
        return jca;
    }

    /** Bytes of a digest. */
    public int size() {
        return size;
    }

    public byte[] digest(byte[]... parts) {
        return Signatures.digest(jca, parts);
    }

    /** The algorithm of a TPM_ALG_ID, or null for one that is not computed here. */
    public static @Nullable TpmHash find(int id) {
        for (TpmHash hash : values()) {
            if (hash.id == id) {
                return hash;
            }
        }
        return null;
    }

    /** @param field names where the identifier was read, as {@code "nameAlg"} */
    public static TpmHash of(int id, String field) throws EvidenceRefused {
        TpmHash hash = find(id);
        if (hash == null) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, field + ": hash algorithm 0x%04x is not supported".formatted(id));
        }
        return hash;
    }

    /** The algorithm that tpm2-tools call so, or null. */
    public static @Nullable TpmHash named(String label) {
        for (TpmHash hash : values()) {
            if (hash.label.equals(label)) {
                return hash;
            }
        }
        return null;
    }
}
