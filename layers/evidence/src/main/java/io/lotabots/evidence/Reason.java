package io.lotabots.evidence;

import java.util.Locale;

/** Why evidence was refused, or accepted with less trust than it could have had. Codes are stable: clients read them. */
public enum Reason {
    // Shape
    MALFORMED,
    MALFORMED_EXTENSION,
    BAD_LENGTH,
    BAD_MAGIC,
    MISSING_PART,
    UNSUPPORTED_VERSION,
    UNSUPPORTED_ALGORITHM,
    NOT_A_QUOTE,
    BAD_QE_VENDOR,
    // Signatures
    BAD_SIGNATURE,
    BAD_QUOTE_SIGNATURE,
    BAD_QE_REPORT_SIGNATURE,
    BAD_TCB_INFO_SIGNATURE,
    BAD_QE_IDENTITY_SIGNATURE,
    BAD_CRL_SIGNATURE,
    BAD_PLATFORM_SIGNATURE,
    BAD_REALM_SIGNATURE,
    RIM_BAD_SIGNATURE,
    // Chains and revocation
    BAD_CHAIN,
    UNTRUSTED_ROOT,
    CERT_EXPIRED,
    CERT_NOT_YET_VALID,
    CERT_REVOKED,
    RIM_CERT_EXPIRED,
    RIM_UNTRUSTED_ROOT,
    WRONG_COLLATERAL_SIGNER,
    COLLATERAL_EXPIRED,
    COLLATERAL_NOT_YET_VALID,
    COLLATERAL_MISSING,
    // Binding
    NONCE_MISMATCH,
    AK_ATTRIBUTES,
    AK_NOT_BOUND,
    AK_NOT_BOUND_TO_EK,
    REALM_NOT_BOUND,
    HWID_MISMATCH,
    TCB_CERT_MISMATCH,
    KEY_TYPE_MISMATCH,
    KEY_ID_MISMATCH,
    FMSPC_MISMATCH,
    RP_ID_MISMATCH,
    COUNTER_REPLAY,
    CLOCK_WENT_BACK,
    EVIDENCE_TOO_OLD,
    // Policy
    DEBUG_ENABLED,
    VMPL_TOO_HIGH,
    TCB_TOO_OLD,
    TCB_STATUS,
    MEASUREMENT_MISMATCH,
    QE_IDENTITY_MISMATCH,
    SEPT_VE_DISABLE_MISSING,
    EMPTY_PCR_SELECTION,
    MISSING_PCR,
    PCR_DIGEST_MISMATCH,
    EVENT_LOG_MISMATCH,
    EVENT_DATA_DIGEST_MISMATCH,
    IMA_MISMATCH,
    LIFECYCLE_NOT_SECURED,
    ENVIRONMENT_MISMATCH,
    BOOTLOADER_UNLOCKED,
    SECURITY_LEVEL_TOO_LOW,
    // Accepted, but never as affirming
    SILICON_WITH_KNOWN_BREAK,
    VIRTUAL_TPM,
    WEAK_BANK;

    /** The code on the wire: lower case with underscores, as {@code bad_signature}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
