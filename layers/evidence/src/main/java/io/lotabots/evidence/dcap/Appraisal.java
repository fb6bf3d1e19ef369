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
 * @param status the worst that any published part makes of it
 * @param complete whether all parts were published: only then the status is the whole's
 * @param date of the platform's level; empty when that is not known
 */
record Appraisal(TcbStatus status, boolean complete, String date, List<String> advisories) {
    private static final Level NOTHING_WRONG = new Level(TcbStatus.UP_TO_DATE, "", List.of());

    /** Checks the quoting enclave, the platform and the module against what is published; empty when nothing is. */
    static Optional<Appraisal> of(Published published, Quote quote, Pck pck, String fmspc) throws EvidenceRefused {
        boolean tdx = quote.body() instanceof TrustDomain;
        Enclave quoting = Enclave.read(quote.qeReport());
        QeIdentity.requireIntel(quoting, tdx);
        if (quote.body() instanceof TrustDomain domain) {
            requireIntelModule(domain);
        }
        Optional<QeIdentity> identity = published.qeIdentity(tdx);
        List<Level> parts = new ArrayList<>();
        if (identity.isPresent()) {
            parts.add(identity.get().appraise(quoting, tdx));
        }
        Optional<TcbInfo> info = published.tcbInfo(tdx, fmspc);
        if (info.isEmpty()) {
            return parts.isEmpty() ? Optional.empty() : Optional.of(with(parts, NOTHING_WRONG, false));
        }
        info.get().requirePlatform(pck, tdx);
        Level platform = info.get().platform(pck, quote.body());
        if (quote.body() instanceof TrustDomain domain) {
            info.get().module(domain).ifPresent(parts::addFirst);
        }
        return Optional.of(with(parts, platform, identity.isPresent()));
    }

    private static Appraisal with(List<Level> parts, Level platform, boolean complete) {
        TcbStatus status = platform.status();
        Set<String> advisories = new LinkedHashSet<>(platform.advisories());
        for (Level part : parts) {
            status = status.with(part.status());
            advisories.addAll(part.advisories());
        }
        return new Appraisal(status, complete, platform.date(), List.copyOf(advisories));
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
