package io.lotabots.evidence.dcap;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.SignedJson;
import io.lotabots.evidence.Terms;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Intel publishes, out of the collateral of some terms and verified each time; whatever is missing is a caution.
 *
 * @param chains remembers intermediates
 * @param missing where a sentence is left about what nobody brought
 */
record Published(Chains chains, Terms terms, Map<Reason, String> missing) {
    private static final int MOST_CERTIFICATES = 4;
    private static final int MOST_CRL_BYTES = 4 * 1024 * 1024;
    private static final int MOST_JSON_BYTES = 1024 * 1024;
    private static final String TCB_SIGNER = "Intel SGX TCB Signing";
    private static final String ROOT_CRL = "intel/sgx/rootcacrl";

    /** Refuses a chain of a PCK of which a certificate is revoked. */
    void requireNotRevoked(Path path, Pck pck) throws EvidenceRefused {
        requireRootDoesNotRevoke(pck.issuer(), path);
        String key = "intel/sgx/pckcrl/" + pck.platform();
        Optional<X509CRL> list = list(key);
        if (list.isPresent()) {
            Chains.requireNotRevoked(pck.certificate(), list.get(), pck.issuer(), terms.at());
        }
    }

    Optional<TcbInfo> tcbInfo(boolean tdx, String fmspc) throws EvidenceRefused {
        String key = "intel/" + (tdx ? "tdx" : "sgx") + "/tcb/" + fmspc;
        return signed(key, "tcbInfo", Reason.BAD_TCB_INFO_SIGNATURE).map(TcbInfo::new);
    }

    Optional<QeIdentity> qeIdentity(boolean tdx) throws EvidenceRefused {
        String key = "intel/" + (tdx ? "tdx" : "sgx") + "/qe/identity";
        return signed(key, "enclaveIdentity", Reason.BAD_QE_IDENTITY_SIGNATURE).map(QeIdentity::new);
    }

    private Optional<JsonObject> signed(String key, String member, Reason badSignature) throws EvidenceRefused {
        Optional<byte[]> document = find(key, MOST_JSON_BYTES);
        Optional<byte[]> issuers = find(key + "/issuers", MOST_JSON_BYTES);
        if (document.isEmpty() || issuers.isEmpty()) {
            return Optional.empty();
        }
        Path path = chains.verify(
                Certificates.pem(issuers.get(), MOST_CERTIFICATES),
                terms.anchors().group("intel"),
                terms.at(),
                Set.of());
        X509Certificate signer = path.leaf();
        String name = Certificates.commonName(signer.getSubjectX500Principal());
        if (!name.equals(TCB_SIGNER) || path.certificates().size() != 1) {
            throw new EvidenceRefused(
                    Reason.WRONG_COLLATERAL_SIGNER,
                    "\"" + key + "\" is signed by \"" + TCB_SIGNER + "\" of Intel's, got \"" + name + "\"");
        }
        requireRootDoesNotRevoke(signer, path);
        SignedJson json = SignedJson.read(key, document.get(), member);
        if (json.signature().length != 64
                || !Signatures.ecdsaRaw(signer.getPublicKey(), "SHA-256", json.signed(), json.signature())) {
            throw new EvidenceRefused(badSignature, "\"" + key + "\" is not what \"" + TCB_SIGNER + "\" signed");
        }
        JsonObject content = JsonObject.read(key, json.signed());
        requireCurrent(key, content.instant("issueDate"), content.instant("nextUpdate"));
        return Optional.of(content);
    }

    private void requireCurrent(String key, Instant issued, Instant next) throws EvidenceRefused {
        if (terms.at().isBefore(issued)) {
            throw new EvidenceRefused(Reason.COLLATERAL_NOT_YET_VALID, "\"" + key + "\" begins at " + issued);
        }
        if (terms.at().isAfter(next)) {
            throw new EvidenceRefused(Reason.COLLATERAL_EXPIRED, "\"" + key + "\" ended at " + next);
        }
    }

    private void requireRootDoesNotRevoke(X509Certificate certificate, Path path) throws EvidenceRefused {
        Optional<X509CRL> list = list(ROOT_CRL);
        if (list.isPresent()) {
            Chains.requireNotRevoked(
                    certificate,
                    list.get(),
                    path.anchor().subject(),
                    path.anchor().key(),
                    terms.at());
        }
    }

    private Optional<X509CRL> list(String key) throws EvidenceRefused {
        Optional<byte[]> bytes = find(key, MOST_CRL_BYTES);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Certificates.crl(bytes.get(), MOST_CRL_BYTES));
    }

    private Optional<byte[]> find(String key, int mostBytes) throws EvidenceRefused {
        Optional<byte[]> bytes = terms.collateral().find(key);
        if (bytes.isEmpty()) {
            missing.merge(
                    Reason.COLLATERAL_MISSING,
                    "no \"" + key + "\" is known",
                    (before, more) -> before.contains(more) ? before : before + "; " + more);
        } else if (bytes.get().length > mostBytes) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "\"" + key + "\" has at most " + mostBytes + " bytes, got " + bytes.get().length);
        }
        return bytes;
    }
}
