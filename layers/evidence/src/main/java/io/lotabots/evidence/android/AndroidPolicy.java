package io.lotabots.evidence.android;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.android.AuthorizationList.Application;
import io.lotabots.evidence.android.RootOfTrust.BootState;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of a key beyond being genuine.
 *
 * <ul>
 *   <li>{@code min_level} ({@code TrustedEnvironment}): the least of both security levels
 *   <li>{@code require_locked} (true): the bootloader is locked and the system verified with the maker's key
 *   <li>{@code verified_boot_key}: keys in hexadecimal with which an owner may have signed the system instead
 *   <li>{@code min_patch_level} (0): the month of the system's patches as YYYYMM
 *   <li>{@code package}, {@code signer}: allowed packages, and digests in hexadecimal of those who signed them
 * </ul>
 *
 * <p>A locked phone compared its system with its maker's key: executables are approved at boot. An unlocked one, where it
 * is allowed, is a warning, and so is a key that was imported and may live elsewhere too.
 */
record AndroidPolicy(Policy policy) {
    static final Settings SETTINGS = Settings.NONE
            .text("min_level", "Software|TrustedEnvironment|StrongBox")
            .flags("require_locked")
            .hex(32, "verified_boot_key", "signer")
            .number("min_patch_level", 0, 999_999)
            .texts("package", "[!-~]{1,255}");

    private static final long GENERATED = 0;

    TrustVector appraise(KeyDescription key, Map<Reason, String> cautions) throws EvidenceRefused {
        requireLevel(key);
        boolean verified = isVerified(key, cautions);
        requirePatches(key);
        requireApplication(key);
        Long origin = key.hardware().origin();
        boolean generated = origin != null && origin == GENERATED;
        if (!generated) {
            cautions.put(Reason.KEY_TYPE_MISMATCH, "the key was not made where it lives: it may live elsewhere too");
        }
        boolean unlisted =
                cautions.containsKey(Reason.COLLATERAL_MISSING) || cautions.containsKey(Reason.COLLATERAL_EXPIRED);
        return TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(
                        verified && generated ? TrustVector.APPROVED_CONFIGURATION : TrustVector.UNSAFE_CONFIGURATION)
                .withExecutables(verified ? TrustVector.APPROVED_BOOT : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(unlisted ? TrustVector.UNSAFE_HARDWARE : TrustVector.GENUINE_HARDWARE);
    }

    private void requireLevel(KeyDescription key) throws EvidenceRefused {
        SecurityLevel least = SecurityLevel.named(policy.text("min_level", SecurityLevel.TRUSTED_ENVIRONMENT.label()));
        SecurityLevel got = key.level().compareTo(key.keyLevel()) < 0 ? key.level() : key.keyLevel();
        if (got.compareTo(least) < 0) {
            throw new EvidenceRefused(
                    Reason.SECURITY_LEVEL_TOO_LOW,
                    "the security level is at least " + least.label() + ", got " + got.label());
        }
    }

    /** Only what the hardware enforces counts: a root of trust among the software's properties is the system's own word. */
    private boolean isVerified(KeyDescription key, Map<Reason, String> cautions) throws EvidenceRefused {
        RootOfTrust root = key.hardware().rootOfTrust();
        String problem = "";
        if (root == null) {
            problem = "the hardware tells no root of trust";
        } else if (!root.locked()) {
            problem = "the bootloader is unlocked";
        } else if (root.state() != BootState.VERIFIED && !isOwners(root)) {
            problem = "the state of boot is Verified, got " + root.state().label();
        }
        if (!problem.isEmpty()) {
            if (policy.flag("require_locked", true)) {
                throw new EvidenceRefused(Reason.BOOTLOADER_UNLOCKED, problem);
            }
            cautions.put(Reason.BOOTLOADER_UNLOCKED, problem);
        }
        return problem.isEmpty();
    }

    private boolean isOwners(RootOfTrust root) {
        return root.state() == BootState.SELF_SIGNED
                && policy.allowed("verified_boot_key").contains(HexFormat.of().formatHex(root.bootKey()));
    }

    private void requirePatches(KeyDescription key) throws EvidenceRefused {
        long least = policy.number("min_patch_level", 0);
        Long level = key.hardware().osPatchLevel();
        long got = level == null ? 0 : level;
        if (got < least) {
            throw new EvidenceRefused(Reason.TCB_TOO_OLD, "patches are of " + least + " or later, got " + got);
        }
    }

    private void requireApplication(KeyDescription key) throws EvidenceRefused {
        Set<String> packages = policy.allowed("package");
        Set<String> signers = policy.allowed("signer");
        if (packages.isEmpty() && signers.isEmpty()) {
            return;
        }
        Application application = key.software().application();
        boolean named = application != null
                && (packages.isEmpty() || packages.containsAll(application.packages()))
                && (signers.isEmpty() || signers.containsAll(application.signers()))
                && !application.packages().isEmpty()
                && !application.signers().isEmpty();
        if (!named) {
            throw new EvidenceRefused(Reason.RP_ID_MISMATCH, "the key is of an app that the policy does not name");
        }
    }
}
