package io.lotabots.evidence.arm;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.Cbor.Kind;
import io.lotabots.evidence.CoseSign1;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.arm.PlatformClaims.Labels;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token of Arm's Confidential Compute Architecture: the platform's half, signed with the platform's key (CPAK), and the
 * realm's half, signed with a key (RAK) whose digest is the platform's challenge. Part {@code token} (CBOR, tag 399).
 *
 * <p>Arm has no root: the collateral {@code arm/cca/IMPLEMENTATION/INSTANCE} (both in hexadecimal) is the endorsed public
 * key of a platform, a SubjectPublicKeyInfo in DER; a platform without one is refused.
 *
 * <p>Policy: {@code rim}, {@code rem0} to {@code rem3}, {@code rpv} and {@code sw_component}, allowed values in
 * hexadecimal; {@code allow_debug} (false) for the lifecycles of debugging. Executables are approved when both {@code rim}
 * and {@code sw_component} were asked for and met, and unrecognised otherwise.
 */
public final class CcaToken extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .digests("rim", "rem0", "rem1", "rem2", "rem3", "sw_component")
            .hex(64, "rpv")
            .flags("allow_debug");

    private static final int MOST_BYTES = 32 * 1024;
    private static final int TAG = 399;
    private static final int PLATFORM = 44234;
    private static final int REALM = 44241;
    private static final int PROFILE = 265;
    private static final Pattern PROFILES = Pattern.compile(
            "http://arm\\.com/CCA-SSD/1\\.0\\.0|tag:arm\\.com,2\\d{3}:cca_platform#1\\.\\d{1,3}\\.\\d{1,3}");

    @Override
    public String name() {
        return "arm-cca";
    }

    @Override
    public Set<String> parts() {
        return Set.of("token");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        Cbor token = Cbor.of(evidence.part("token", MOST_BYTES));
        if (token.tag() != TAG) {
            throw new EvidenceRefused(Reason.MALFORMED, "a token has the tag " + TAG + ", got " + token.tag());
        }
        CoseSign1 platformToken = half(token.tagged().get(PLATFORM));
        CoseSign1 realmToken = half(token.tagged().get(REALM));
        Cbor platformMap = Cbor.of(platformToken.payload());
        requireProfile(platformMap.get(PROFILE).text());
        PlatformClaims platform = PlatformClaims.of(platformMap, Labels.CURRENT);
        RealmClaims realm = RealmClaims.of(Cbor.of(realmToken.payload()));

        if (!platformToken.isSignedBy(ArmPolicy.endorsedKey("cca", platform, terms))) {
            throw new EvidenceRefused(
                    Reason.BAD_PLATFORM_SIGNATURE, "the platform's half is not signed by the endorsed key");
        }
        if (!realmToken.isSignedBy(realm.key())) {
            throw new EvidenceRefused(Reason.BAD_REALM_SIGNATURE, "the realm's half is not signed by the realm's key");
        }
        if (!MessageDigest.isEqual(realm.keyHash(), platform.challenge())) {
            throw new EvidenceRefused(
                    Reason.REALM_NOT_BOUND, "the platform's challenge is not the digest of the realm's key");
        }
        terms.requireNonceIn(realm.challenge());
        return policy(platform, realm, terms.policy());
    }

    private static Verdict.Accepted policy(PlatformClaims platform, RealmClaims realm, Policy policy)
            throws EvidenceRefused {
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        boolean debug = ArmPolicy.isDebug(platform, policy, cautions);
        boolean firmware = ArmPolicy.isFirmwareKnown(platform, policy);
        boolean initial = ArmPolicy.isKnown("rim", realm.initial(), policy);
        for (int index = 0; index < realm.extensible().size(); index++) {
            ArmPolicy.isKnown("rem" + index, realm.extensible().get(index), policy);
        }
        ArmPolicy.isKnown("rpv", realm.personalisation(), policy);
        TrustVector vector = TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(debug ? TrustVector.UNSAFE_CONFIGURATION : TrustVector.APPROVED_CONFIGURATION)
                .withExecutables(
                        firmware && initial ? TrustVector.APPROVED_EXECUTABLES : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(TrustVector.GENUINE_HARDWARE)
                .withRuntimeOpaque(TrustVector.ENCRYPTED_MEMORY);
        return new Verdict.Accepted(claims(platform, realm), vector, cautions);
    }

    /** A half is a byte string that holds a message, or the message itself. */
    private static CoseSign1 half(Cbor item) throws EvidenceRefused {
        return item.kind() == Kind.BYTES ? CoseSign1.of(item.bytes()) : CoseSign1.of(item);
    }

    private static void requireProfile(String profile) throws EvidenceRefused {
        if (!PROFILES.matcher(profile).matches()) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "the profile of the platform's half is not known");
        }
    }

    private static SequencedMap<String, Object> claims(PlatformClaims platform, RealmClaims realm) {
        HexFormat hex = HexFormat.of();
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("challenge", hex.formatHex(realm.challenge()));
        claims.put("rim", hex.formatHex(realm.initial()));
        claims.put("rem", realm.extensible().stream().map(hex::formatHex).toList());
        claims.put("rpv", hex.formatHex(realm.personalisation()));
        claims.put("realmKey", hex.formatHex(realm.keyBytes()));
        claims.put("implementationId", hex.formatHex(platform.implementationId()));
        claims.put("instanceId", hex.formatHex(platform.instanceId()));
        claims.put("lifecycle", platform.lifecycle());
        claims.put("swComponents", (long) platform.components().size());
        claims.put(
                "swMeasurements",
                platform.components().stream()
                        .map(component -> hex.formatHex(component.measurement()))
                        .toList());
        return claims;
    }
}
