package io.lotabots.evidence;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The trustworthiness vector of AR4SI (draft-ietf-rats-ar4si, section 2.3): one number of -128 to 127 per claim, 0 where
 * the verifier has no opinion.
 */
public record TrustVector(
        int instanceIdentity,
        int configuration,
        int executables,
        int fileSystem,
        int hardware,
        int runtimeOpaque,
        int storageOpaque,
        int sourcedData) {
    /** Nothing is claimed. */
    public static final TrustVector NONE = new TrustVector(0, 0, 0, 0, 0, 0, 0, 0);

    /** instance-identity: the instance is recognised and not known to be compromised. */
    public static final int RECOGNISED_INSTANCE = 2;

    /** configuration: approved; nothing about it is known to be weak. */
    public static final int APPROVED_CONFIGURATION = 2;

    /** configuration: something about it is unsafe, as a guest open to a debugger. */
    public static final int UNSAFE_CONFIGURATION = 32;

    /** executables: only approved ones were loaded since the start. */
    public static final int APPROVED_EXECUTABLES = 2;

    /** executables: only approved ones were loaded at boot. */
    public static final int APPROVED_BOOT = 3;

    /** executables: unrecognised ones were loaded: measured well, compared with nothing. */
    public static final int UNRECOGNISED_EXECUTABLES = 33;

    /** hardware: genuine, firmware without known faults. */
    public static final int GENUINE_HARDWARE = 2;

    /** hardware: genuine, but with a known weakness. */
    public static final int UNSAFE_HARDWARE = 32;

    /** hardware: not recognised as any vendor's. */
    public static final int UNRECOGNISED_HARDWARE = 97;

    /** runtime-opaque: memory is encrypted and out of the host's reach. */
    public static final int ENCRYPTED_MEMORY = 2;

    public TrustVector {
        IntStream.of(
                        instanceIdentity,
                        configuration,
                        executables,
                        fileSystem,
                        hardware,
                        runtimeOpaque,
                        storageOpaque,
                        sourcedData)
                .filter(claim -> claim < Byte.MIN_VALUE || claim > Byte.MAX_VALUE)
                .findAny()
                .ifPresent(claim -> {
                    throw new IllegalArgumentException("a claim is -128 to 127, got " + claim);
                });
    }

    public TrustVector withInstanceIdentity(int claim) {
        return new TrustVector(
                claim, configuration, executables, fileSystem, hardware, runtimeOpaque, storageOpaque, sourcedData);
    }

    public TrustVector withConfiguration(int claim) {
        return new TrustVector(
                instanceIdentity, claim, executables, fileSystem, hardware, runtimeOpaque, storageOpaque, sourcedData);
    }

    public TrustVector withExecutables(int claim) {
        return new TrustVector(
                instanceIdentity,
                configuration,
                claim,
                fileSystem,
                hardware,
                runtimeOpaque,
                storageOpaque,
                sourcedData);
    }

    public TrustVector withHardware(int claim) {
        return new TrustVector(
                instanceIdentity,
                configuration,
                executables,
                fileSystem,
                claim,
                runtimeOpaque,
                storageOpaque,
                sourcedData);
    }

    public TrustVector withRuntimeOpaque(int claim) {
        return new TrustVector(
                instanceIdentity, configuration, executables, fileSystem, hardware, claim, storageOpaque, sourcedData);
    }

    /** The worst tier of any claim; none when no claim is made. */
    public Tier status() {
        return claims().values().stream().map(Tier::of).max(Tier::compareTo).orElseThrow();
    }

    /** The claims by their names in an EAR, in the draft's order. */
    public SequencedMap<String, Integer> claims() {
        SequencedMap<String, Integer> claims = new LinkedHashMap<>();
        claims.put("instance-identity", instanceIdentity);
        claims.put("configuration", configuration);
        claims.put("executables", executables);
        claims.put("file-system", fileSystem);
        claims.put("hardware", hardware);
        claims.put("runtime-opaque", runtimeOpaque);
        claims.put("storage-opaque", storageOpaque);
        claims.put("sourced-data", sourcedData);
        return claims;
    }
}
