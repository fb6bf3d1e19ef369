package io.lotabots.evidence.dcap;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** What a verified quote says, in the order in which people read it. */
final class DcapClaims {
    private static final HexFormat HEX = HexFormat.of();

    private DcapClaims() {}

    static SequencedMap<String, Object> of(Quote quote, Pck pck, Optional<Appraisal> appraisal) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("tee", quote.body().kind());
        claims.put("version", (long) quote.version());
        claims.put("debug", quote.body().isDebug());
        switch (quote.body()) {
            case TrustDomain domain -> put(claims, domain);
            case Enclave enclave -> put(claims, enclave);
        }
        claims.put("report_data", HEX.formatHex(quote.body().reportData()));
        claims.put("fmspc", HEX.formatHex(pck.fmspc()));
        claims.put("pce_id", HEX.formatHex(pck.pceId()));
        claims.put("pce_svn", (long) pck.pceSvn());
        claims.put("ppid", HEX.formatHex(pck.ppid()));
        appraisal.filter(Appraisal::complete).ifPresent(known -> {
            claims.put("tcb_status", known.status().label());
            claims.put("tcb_date", known.date());
            claims.put("advisories", known.advisories());
        });
        return claims;
    }

    private static void put(SequencedMap<String, Object> claims, TrustDomain domain) {
        claims.put("mrtd", HEX.formatHex(domain.mrTd()));
        claims.put("rtmr", domain.rtmr().stream().map(HEX::formatHex).toList());
        claims.put("mrseam", HEX.formatHex(domain.mrSeam()));
        claims.put("tee_tcb_svn", HEX.formatHex(domain.tcbSvn()));
        claims.put("td_attributes", HEX.formatHex(domain.attributes()));
        claims.put("xfam", HEX.formatHex(domain.xfam()));
        claims.put("mrconfigid", HEX.formatHex(domain.mrConfigId()));
        claims.put("mrowner", HEX.formatHex(domain.mrOwner()));
        claims.put("mrownerconfig", HEX.formatHex(domain.mrOwnerConfig()));
        TrustDomain.Later later = domain.later();
        if (later != null) {
            claims.put("tee_tcb_svn2", HEX.formatHex(later.tcbSvn2()));
            claims.put("mrservicetd", HEX.formatHex(later.mrServiceTd()));
        }
    }

    private static void put(SequencedMap<String, Object> claims, Enclave enclave) {
        claims.put("mrenclave", HEX.formatHex(enclave.mrEnclave()));
        claims.put("mrsigner", HEX.formatHex(enclave.mrSigner()));
        claims.put("isvprodid", (long) enclave.productId());
        claims.put("isvsvn", (long) enclave.svn());
        claims.put("cpusvn", HEX.formatHex(enclave.cpuSvn()));
        claims.put("attributes", HEX.formatHex(enclave.attributes()));
    }
}
