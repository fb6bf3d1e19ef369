package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.tpm.TpmAttest.Quote;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * What a quote with a good signature says: that it was made for the nonce, and which values the registers had. Whether the
 * policy allows those is asked apart, when all else was found to hold.
 *
 * @param bank the one on which everything else is judged
 * @param registers the quoted ones of that bank, by number
 * @param comparesBoot whether the policy gave values for all that runs before the operating system
 */
public record QuotedRegisters(
        TpmAttest attest, TpmHash bank, SortedMap<Integer, byte[]> registers, boolean comparesBoot) {
    /** The settings of a policy that are read here. */
    public static Settings settings() {
        return TpmPolicy.REGISTERS;
    }

    /**
     * @param message TPMS_ATTEST, whose signature was checked
     * @param signatureHash the hash of that signature's scheme
     * @param pcrs as {@link PcrValues} reads them
     */
    public static QuotedRegisters of(byte[] message, TpmHash signatureHash, byte[] pcrs, Terms terms)
            throws EvidenceRefused {
        TpmAttest attest = TpmAttest.quote(message);
        requireNonce(attest, terms);
        Quote quote = (Quote) attest.body();
        if (quote.selections().stream().allMatch(selection -> selection.pcrs().isEmpty())) {
            throw new EvidenceRefused(Reason.EMPTY_PCR_SELECTION, "the quote is over no registers");
        }
        TpmPolicy policy = new TpmPolicy(terms.policy());
        PcrValues values = PcrValues.json(pcrs, quote.selections());
        requireDigest(quote, values, signatureHash);
        TpmHash bank = policy.bank(quote.selections());
        SortedMap<Integer, byte[]> registers = values.covered(quote.selections(), bank);
        return new QuotedRegisters(attest, bank, registers, policy.comparesBoot());
    }

    /**
     * @throws EvidenceRefused MISSING_PCR when a register that the policy asks for is not quoted, MEASUREMENT_MISMATCH when
     *     it has none of the values that the policy allows
     */
    public void requireAllowed(Terms terms) throws EvidenceRefused {
        new TpmPolicy(terms.policy()).requireMeasurements(bank, registers);
    }

    private static void requireNonce(TpmAttest attest, Terms terms) throws EvidenceRefused {
        byte[] nonce = terms.nonce();
        if (nonce != null && !MessageDigest.isEqual(nonce, attest.extraData())) {
            throw new EvidenceRefused(
                    Reason.NONCE_MISMATCH,
                    "the quote is for nonce \"" + HexFormat.of().formatHex(attest.extraData()) + "\"");
        }
    }

    /** The digest is of the signature's hash: TPMs of Windows sign SHA-256 registers under a digest of SHA-1. */
    private static void requireDigest(Quote quote, PcrValues values, TpmHash hash) throws EvidenceRefused {
        if (!MessageDigest.isEqual(values.digest(quote.selections(), hash), quote.pcrDigest())) {
            throw new EvidenceRefused(
                    Reason.PCR_DIGEST_MISMATCH, "the values of the registers are not those of the quote");
        }
    }
}
