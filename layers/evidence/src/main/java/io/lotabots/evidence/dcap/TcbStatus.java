package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Intel says of a level of a TCB. */
enum TcbStatus {
    UP_TO_DATE("UpToDate"),
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    OUT_OF_DATE("OutOfDate"),
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    REVOKED("Revoked");

    private final String label;

    TcbStatus(String label) {
        this.label = label;
    }

    /** As Intel's collateral writes it. */
    String label() {
        return label;
    }

    /** Matches every label. */
    static String pattern() {
        return Stream.of(values()).map(TcbStatus::label).collect(Collectors.joining("|"));
    }

    static TcbStatus of(String label) throws EvidenceRefused {
        return Stream.of(values())
                .filter(status -> status.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new EvidenceRefused(Reason.MALFORMED, "\"" + label + "\" is no status of a TCB that is known"));
    }

    /**
     * The status of a platform together with that of a part of it, the quoting enclave or the TDX module, which is up to
     * date, out of date or revoked.
     */
    TcbStatus with(TcbStatus part) {
        if (this == REVOKED || part == REVOKED) {
            return REVOKED;
        }
        if (part == UP_TO_DATE) {
            return this;
        }
        return switch (this) {
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED, OUT_OF_DATE_CONFIGURATION_NEEDED ->
                OUT_OF_DATE_CONFIGURATION_NEEDED;
            default -> OUT_OF_DATE;
        };
    }
}
