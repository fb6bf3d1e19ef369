package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Intel's collateral says of the platform, its TDX module and its quoting enclave together.
 *
 * @param date of the platform's level
 */
record Appraisal(TcbStatus status, String date, List<String> advisories) {
    /**
     * Checks the quoting enclave, the platform and the module against what is published. Empty when the published parts
     * do not suffice for a status.
     */
    static Optional<Appraisal> of(Published published, Quote quote, Pck pck, String fmspc) throws EvidenceRefused {
        boolean tdx = quote.body() instanceof TrustDomain;
        Enclave quoting = Enclave.read(quote.qeReport());
        QeIdentity.requireIntel(quoting, tdx);
        if (quote.body() instanceof TrustDomain domain) {
            requireIntelModule(domain);
        }
        Optional<QeIdentity> identity = published.qeIdentity(tdx);
        Optional<Level> qe = Optional.empty();
        if (identity.isPresent()) {
            qe = Optional.of(identity.get().appraise(quoting, tdx));
        }
        Optional<TcbInfo> info = published.tcbInfo(tdx, fmspc);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        info.get().requirePlatform(pck, tdx);
        Level platform = info.get().platform(pck, quote.body());
        List<Level> levels = new ArrayList<>(List.of(platform));
        if (quote.body() instanceof TrustDomain domain) {
            levels.add(info.get().module(domain, platform));
        }
        if (qe.isEmpty()) {
            return Optional.empty();
        }
        levels.add(qe.get());
        TcbStatus status = platform.status();
        Set<String> advisories = new LinkedHashSet<>();
        for (Level level : levels) {
            status = level == platform ? status : status.with(level.status());
            advisories.addAll(level.advisories());
        }
        return Optional.of(new Appraisal(status, platform.date(), List.copyOf(advisories)));
    }

    /** Intel's own modules have no other signer and no attributes; every identity that Intel lists says so too. */
    private static void requireIntelModule(TrustDomain domain) throws EvidenceRefused {
        int bits = 0;
        for (byte octet : domain.mrSignerSeam()) {
            bits |= octet;
        }
        for (byte octet : domain.seamAttributes()) {
            bits |= octet;
        }
        if (bits != 0) {
            throw new EvidenceRefused(
                    Reason.TDX_MODULE_MISMATCH, "the TDX module is not Intel's: it has a signer or attributes");
        }
    }
}
