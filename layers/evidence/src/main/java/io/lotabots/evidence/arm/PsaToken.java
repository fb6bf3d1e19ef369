package io.lotabots.evidence.arm;

import io.lotabots.evidence.Cbor;
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
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Arm's PSA attestation token (RFC 9783): a device with a PSA root of trust tells its identity, its lifecycle and its
 * firmware, signed with its attestation key (IAK). Part {@code token} (COSE_Sign1). A token with a MAC is refused: its key
 * is shared with the verifier.
 *
 * <p>The collateral {@code arm/psa/IMPLEMENTATION/INSTANCE} (both in hexadecimal) is the endorsed public key of a device, a
 * SubjectPublicKeyInfo in DER; a device without one is refused.
 *
 * <p>Policy: {@code sw_component}, allowed measurements in hexadecimal; {@code allow_debug} (false) for the lifecycles of
 * debugging. Executables are approved at boot when each component is allowed, and unrecognised otherwise.
 */
public final class PsaToken extends Format {
    private static final Settings SETTINGS =
            Settings.NONE.digests("sw_component").flags("allow_debug");

    private static final int MOST_BYTES = 16 * 1024;
    private static final int PROFILE = 265;
    private static final int PROFILE_1 = -75000;
    private static final String NAME_1 = "PSA_IOT_PROFILE_1";
    private static final Set<String> PROFILES = Set.of(
            "http://arm.com/psa/2.0.0", "tag:psacertified.org,2023:psa#tfm", "tag:psacertified.org,2019:psa#legacy");

    @Override
    public String name() {
        return "arm-psa";
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
        CoseSign1 token = CoseSign1.of(evidence.part("token", MOST_BYTES));
        Cbor map = Cbor.of(token.payload());
        Labels labels = labels(map);
        PlatformClaims platform = PlatformClaims.of(map, labels);
        if (!token.isSignedBy(ArmPolicy.endorsedKey("psa", platform, terms))) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the token is not signed by the endorsed key");
        }
        terms.requireNonceIn(platform.challenge());
        return policy(platform, terms.policy());
    }

    private static Verdict.Accepted policy(PlatformClaims platform, Policy policy) throws EvidenceRefused {
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        boolean debug = ArmPolicy.isDebug(platform, policy, cautions);
        boolean firmware = ArmPolicy.isFirmwareKnown(platform, policy);
        TrustVector vector = TrustVector.NONE
                .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                .withConfiguration(debug ? TrustVector.UNSAFE_CONFIGURATION : TrustVector.APPROVED_CONFIGURATION)
                .withExecutables(firmware ? TrustVector.APPROVED_BOOT : TrustVector.UNRECOGNISED_EXECUTABLES)
                .withHardware(TrustVector.GENUINE_HARDWARE);
        HexFormat hex = HexFormat.of();
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("nonce", hex.formatHex(platform.challenge()));
        claims.put("implementationId", hex.formatHex(platform.implementationId()));
        claims.put("instanceId", hex.formatHex(platform.instanceId()));
        claims.put("lifecycle", platform.lifecycle());
        claims.put("swComponents", (long) platform.components().size());
        claims.put(
                "swMeasurements",
                platform.components().stream()
                        .map(component -> hex.formatHex(component.measurement()))
                        .toList());
        return new Verdict.Accepted(claims, vector, cautions);
    }

    /** A token without a profile is of the first one (RFC 9783 section 4.5.2). */
    private static Labels labels(Cbor map) throws EvidenceRefused {
        Cbor profile = map.find(PROFILE);
        if (profile != null && PROFILES.contains(profile.text())) {
            return Labels.CURRENT;
        }
        Cbor first = map.find(PROFILE_1);
        if (profile == null && (first == null || first.text().equals(NAME_1))) {
            return Labels.PSA_IOT_PROFILE_1;
        }
        throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "the profile of the token is not known");
    }
}
