package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * TPMT_SIGNATURE (Part 2, section 11.3.4): RSASSA, RSAPSS or ECDSA.
 *
 * @param scheme TPM_ALG_ID
 * @param first the signature of RSA, r of ECDSA
 * @param second s of ECDSA, empty for RSA
 */
public record TpmSignature(int scheme, TpmHash hash, byte[] first, byte[] second) {
    public static final int MOST_BYTES = 2048;
    public static final int RSASSA = 0x0014;
    public static final int RSAPSS = 0x0016;
    public static final int ECDSA = 0x0018;

    public static TpmSignature of(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("TPMT_SIGNATURE", bytes);
        int scheme = reader.u16be("sigAlg");
        if (scheme != RSASSA && scheme != RSAPSS && scheme != ECDSA) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM,
                    "TPMT_SIGNATURE: scheme 0x%04x is not RSASSA, RSAPSS or ECDSA".formatted(scheme));
        }
        TpmHash hash = TpmHash.of(reader.u16be("hash"), "TPMT_SIGNATURE");
        byte[] first = TpmPublic.sized(reader, "signature", 1024);
        byte[] second = scheme == ECDSA ? TpmPublic.sized(reader, "signature s", 66) : new byte[0];
        reader.end();
        return new TpmSignature(scheme, hash, first, second);
    }

    /** Whether the key signed the data, by the scheme that the key itself prescribes when it does. */
    public boolean verify(TpmPublic signer, byte[] data) {
        if (signer.scheme() != TpmPublic.NULL && (signer.scheme() != scheme || signer.schemeHash() != hash)) {
            return false;
        }
        return switch (scheme) {
            case RSASSA -> Signatures.rsaPkcs1(signer.key(), hash.jca(), data, first);
            case RSAPSS -> verifyPss(signer, data);
            default ->
                Signatures.ecdsa(signer.key(), hash.digest(data), new BigInteger(1, first), new BigInteger(1, second));
        };
    }

    /** Part 1, section B.7: the salt is as long as the digest, in TPMs of before revision 1.16 as long as fits. */
    private boolean verifyPss(TpmPublic signer, byte[] data) {
        if (!(signer.key() instanceof RSAPublicKey rsa)) {
            return false;
        }
        int longest = (rsa.getModulus().bitLength() + 6) / 8 - hash.size() - 2;
        return verifyPss(rsa, hash.size(), data) || longest > 0 && verifyPss(rsa, longest, data);
    }

    private boolean verifyPss(RSAPublicKey key, int salt, byte[] data) {
        PSSParameterSpec parameters =
                new PSSParameterSpec(hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), salt, 1);
        return Signatures.rsaPss(key, parameters, data, first);
    }
}
