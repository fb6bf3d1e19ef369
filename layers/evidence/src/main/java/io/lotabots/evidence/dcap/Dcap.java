package io.lotabots.evidence.dcap;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.CoseKey;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.tpm.EventLog;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Intel SGX and TDX: a quote of version 3, 4 or 5, signed by an attestation key that Intel's quoting enclave made on a
 * platform whose key Intel certified.
 *
 * <p>Evidence: {@code quote}; bytes after its signature data are not read. Of TDX also {@code ccel}, the log of the boot, which
 * must lead to the registers of the quote ({@link Ccel}). Anchors: group {@code intel}. Collateral, as
 * Intel's certification service version 4 answers it: {@code intel/sgx/rootcacrl} and
 * {@code intel/sgx/pckcrl/<platform|processor>} (revocation lists in DER), {@code intel/<sgx|tdx>/tcb/<fmspc>} and
 * {@code intel/<sgx|tdx>/qe/identity} (JSON), each with the signer's chain under {@code .../issuers} (PEM, not
 * percent-encoded). What is missing is a caution; what is there is verified. The nonce is the report data, all 64 bytes,
 * filled up with zeros.
 *
 * <p>Policy: {@code accept} (statuses of a TCB, by default {@code UpToDate} and {@code SWHardeningNeeded}; {@code Revoked}
 * never), {@code allow_debug}, {@code require_sept_ve_disable} and {@code refuse_migratable} (false); of TDX
 * {@code mrtd}, {@code mrseam}, {@code rtmr0} to {@code rtmr3}, {@code mrconfigid}, {@code mrowner},
 * {@code mrownerconfig}; of SGX {@code mrenclave}, {@code mrsigner}, {@code isvprodid} and {@code min_isvsvn}. Measurements
 * are lists of hexadecimal texts and not compared by default.
 *
 * <p>Trust: executables are approved where {@code mrtd}, {@code mrenclave} or {@code mrsigner} is asked; hardware is unsafe
 * while collateral is missing or the TCB has a status other than {@code UpToDate}.
 */
public final class Dcap extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .texts("accept", TcbStatus.pattern())
            .flags("allow_debug", "require_sept_ve_disable", "refuse_migratable")
            .hex(48, "mrtd", "mrseam", "rtmr0", "rtmr1", "rtmr2", "rtmr3", "mrconfigid", "mrowner", "mrownerconfig")
            .hex(32, "mrenclave", "mrsigner")
            .number("isvprodid", 0, 0xffff)
            .number("min_isvsvn", 0, 0xffff);

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CERTIFICATES = 4;

    private final Chains chains = new Chains();

    @Override
    public String name() {
        return "dcap";
    }

    @Override
    public Set<String> parts() {
        return Set.of("quote", "ccel");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        Quote quote = Quote.read(evidence.part("quote", MOST_BYTES));
        Path path = chains.verify(
                Certificates.pem(quote.chain(), MOST_CERTIFICATES),
                terms.anchors().group("intel"),
                terms.at(),
                Set.of());
        Pck pck = Pck.of(path);
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        Published published = new Published(chains, terms, cautions);
        published.requireNotRevoked(path, pck);
        requireSignatures(quote, pck);
        terms.requireNonceIn(quote.body().reportData());
        String fmspc = HexFormat.of().formatHex(pck.fmspc());
        Optional<Appraisal> appraisal = Appraisal.of(published, quote, pck, fmspc);
        TrustVector vector = new DcapPolicy(terms.policy(), cautions).appraise(quote.body(), appraisal);
        SequencedMap<String, Object> claims = DcapClaims.of(quote, pck, appraisal);
        if (evidence.has("ccel")) {
            Ccel.of(evidence.part("ccel", EventLog.MOST_BYTES), quote.body()).put(claims);
        }
        return new Verdict.Accepted(claims, vector, cautions);
    }

    /** The PCK vouches for the quoting enclave, the enclave for the attestation key, and that key for the quote. */
    private static void requireSignatures(Quote quote, Pck pck) throws EvidenceRefused {
        if (!Signatures.ecdsaRaw(pck.certificate().getPublicKey(), "SHA-256", quote.qeReport(), quote.qeSignature())) {
            throw new EvidenceRefused(
                    Reason.BAD_QE_REPORT_SIGNATURE, "the quoting enclave's report is not signed by the PCK");
        }
        byte[] bound = Signatures.digest("SHA-256", quote.attestationKey(), quote.authentication());
        byte[] reported = Enclave.read(quote.qeReport()).reportData();
        if (!Arrays.equals(Arrays.copyOf(bound, reported.length), reported)) {
            throw new EvidenceRefused(
                    Reason.AK_NOT_BOUND, "the quoting enclave's report does not name this attestation key");
        }
        byte[] point = new byte[1 + quote.attestationKey().length];
        point[0] = 4;
        System.arraycopy(quote.attestationKey(), 0, point, 1, quote.attestationKey().length);
        if (!Signatures.ecdsaRaw(CoseKey.ofPoint(point), "SHA-256", quote.signed(), quote.signature())) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the quote is not signed by its attestation key");
        }
    }
}
