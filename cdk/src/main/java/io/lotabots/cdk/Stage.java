package io.lotabots.cdk;

import java.util.List;

/**
 * Every setting of one deployment. The presets are {@link #dev()} and {@link #prod()}; single settings are replaced by
 * {@link #with(String, String)}. A value out of its range is refused with a message that names the setting, the range and
 * what was got. Amounts are micro-RTC (10^-6 RTC), weights are units of 10^-9, times are whole seconds.
 *
 * @param name lower-case name, 1 to 12 characters; the middle of every stack's name
 * @param chainId 1 to 64 of {@code [a-z0-9-]}; recorded at the first start
 * @param genesisEpochSecond Unix second at which slot 0 begins; recorded at the first start
 * @param slotSeconds length of a slot, 1 to 86400; recorded at the first start
 * @param slotsPerEpoch 1 to 100000; recorded at the first start
 * @param epochPot micro-RTC paid per epoch, 0 to the whole supply (8388608 RTC); recorded at the first start
 * @param graceSeconds wait after an epoch's end before it is frozen: at least the longest function timeout + 5, to 3600
 * @param confirmationSeconds time from a transfer's submission to its confirmation, 0 to 604800
 * @param genesisAllocations supply that enters at the opening of the ledger, each as {@code wallet=amount} in
 *     micro-RTC; at most 30, each wallet once, for ever the same
 * @param virtualHardwareWeight weight of a machine found to be virtual, 0 to 10^9; 0 in production
 * @param affirmingFactor what a miner's weight is multiplied with while hardware evidence affirms it, in thousandths, 1000
 *     to 10000
 * @param virtualTpmFactor the same for a TPM in software, 1000 to 10000; 1000 in production
 * @param confidentialVmWeight least weight of a confidential virtual machine whose evidence affirms it and whose
 *     fingerprint fails, 0 to 10^9; 0 in production
 * @param ticketSeconds how old an attestation may be at enrolment, 60 to 86400
 * @param challengeSeconds how long a challenge is good, 10 to 3600
 * @param fingerprintReplaySeconds window in which a fingerprint may not come back with another nonce, 0 to 86400
 * @param entropyReplaySeconds window in which an entropy profile belongs to one wallet, 0 to 86400
 * @param submissionsPerHardwarePerHour 1 to 3600
 * @param minersPerAddressPerHour distinct miners that one client address may attest in an hour, 1 to 100000
 * @param challengesPerAddressPerMinute 1 to 100000
 * @param appraisalsPerAddressPerMinute per client address and route of the appraisal service, 1 to 100000
 * @param adminRequestsPerMinute per client address and route, counted before the key is looked at, 1 to 1000
 * @param listRequestsPerMinute per client address on listing routes, 1 to 100000
 * @param transfersPerAddressPerMinute per client address, attempts to move money, 1 to 100000
 * @param votesPerAddressPerMinute per client address, attempts to vote and to propose each, 1 to 100000
 * @param votingSeconds how long a proposal is open to votes, 10 to 2592000
 * @param resultSeconds how long the signed result of an appraisal counts, 60 to 86,400
 * @param evidenceDays how long evidence is kept as it was handed in, for policies to be tried on, 1 to 365
 * @param operatorAnchors whether operators may add roots in which hardware evidence may end, beside the vendors'
 * @param publicUrl where clients find this API, for what names it as an issuer; empty for a name of the stage's own
 * @param accessTokenSeconds how long an access token counts, 60 to 3600
 * @param walletTokenSeconds the same for the token of a wallet's sign-in, whose clients do not refresh, 60 to 604800 and
 *     at most as long as a session lasts without a refresh
 * @param refreshIdleSeconds how long a session lasts without a refresh, 3600 to 7776000
 * @param refreshAbsoluteSeconds how long a session lasts whatever happens, from the last to 31536000
 * @param signInsPerAddressPerMinute per client address, each of: nonces, sign-ins, refreshes, 1 to 100000
 * @param accountRequestsPerMinute per account, for all that manages the account itself, 1 to 100000
 * @param organizationRequestsPerMinute per client address, for organisations and projects, 1 to 100000
 * @param nonceSeconds how long a wallet's nonce is open, 30 to 300
 * @param nonceSignIn whether a wallet may sign the nonce alone, as Haithe's clients do, beside messages of EIP-4361
 * @param signInDomains hosts, with a port or for any, that messages may be for beside the API's own; at most 20
 * @param signInChains chains that messages may be for, at most 20
 * @param ethereumRpcUrl a node that is asked about signatures of contract wallets (EIP-1271); empty for none
 * @param registrationsPerAddressPerHour accounts with passwords that one client address may make, 1 to 100000
 * @param passwordCost work factor of bcrypt, 10 to 16; what was stored under another is stored anew at the next sign-in
 * @param passwordRangeUrl where breached passwords are asked for by the first digits of a digest; empty to never ask
 * @param passkeyDomain the domain for which passkeys are made, and nowhere else do they work; empty where there are none
 * @param passkeyOrigins the pages from which passkeys may be used, 1 to 10 where there is a domain
 * @param amdKdsUrl where AMD publishes chains and revocation lists; empty to never ask it, as are the next five
 * @param intelPcsUrl where Intel publishes what it calls current
 * @param intelCertificatesUrl where Intel publishes the revocation list of its root
 * @param androidStatusUrl where Google publishes which attestation keys are revoked
 * @param nvidiaRimUrl where NVIDIA publishes what its drivers and firmware measure
 * @param nvidiaOcspUrl where NVIDIA tells which of its certificates are good
 * @param crlUrls hosts from which revocation lists are fetched that certificates of TPMs name, at most 50
 * @param headerFutureSlots how far ahead of the clock a header's slot may lie, 0 to 1000
 * @param headerPastSlots how far behind the clock a header's slot may lie, 0 to 1000
 * @param attestEnforceMode which attestations must be signed: {@code log_only}, {@code enforce_new}, {@code enforce_all}
 * @param requireMac whether enrolment wants 1 to 3 distinct MAC addresses seen in 24 hours
 * @param nodes public https addresses listed by {@code /api/nodes}, at most 50
 * @param corsOrigins origins that browsers may call from, or {@code *}; none means no CORS headers; at most 20
 * @param httpRate requests per second of the whole API, 1 to 10000
 * @param httpBurst requests at once of the whole API, 1 to 5000
 * @param alarmEmail where alarms go; empty for nobody
 * @param logRetentionDays one of the terms that CloudWatch Logs knows
 * @param removalPolicy what happens to data when its stack is removed: {@code destroy} or {@code retain}
 * @param pointInTimeRecovery whether tables can be restored to any second of the last 35 days, and
 *     objects that were replaced or deleted in that time be fetched back
 * @param backupDays how long hourly copies of every table are kept, 1 to 35 days; 0 when none are made
 * @param deletionProtection whether tables refuse to be deleted
 * @param canary whether a new version first gets a tenth of the calls for five minutes and is rolled back on its alarm
 */
public record Stage(
        String name,
        String chainId,
        long genesisEpochSecond,
        int slotSeconds,
        int slotsPerEpoch,
        long epochPot,
        int graceSeconds,
        int confirmationSeconds,
        List<String> genesisAllocations,
        long virtualHardwareWeight,
        int affirmingFactor,
        int virtualTpmFactor,
        long confidentialVmWeight,
        int ticketSeconds,
        int challengeSeconds,
        int fingerprintReplaySeconds,
        int entropyReplaySeconds,
        int submissionsPerHardwarePerHour,
        int minersPerAddressPerHour,
        int challengesPerAddressPerMinute,
        int appraisalsPerAddressPerMinute,
        int adminRequestsPerMinute,
        int listRequestsPerMinute,
        int transfersPerAddressPerMinute,
        int votesPerAddressPerMinute,
        int votingSeconds,
        int resultSeconds,
        int evidenceDays,
        boolean operatorAnchors,
        String publicUrl,
        int accessTokenSeconds,
        int walletTokenSeconds,
        int refreshIdleSeconds,
        int refreshAbsoluteSeconds,
        int signInsPerAddressPerMinute,
        int accountRequestsPerMinute,
        int organizationRequestsPerMinute,
        int nonceSeconds,
        boolean nonceSignIn,
        List<String> signInDomains,
        List<String> signInChains,
        String ethereumRpcUrl,
        int registrationsPerAddressPerHour,
        int passwordCost,
        String passwordRangeUrl,
        String passkeyDomain,
        List<String> passkeyOrigins,
        String amdKdsUrl,
        String intelPcsUrl,
        String intelCertificatesUrl,
        String androidStatusUrl,
        String nvidiaRimUrl,
        String nvidiaOcspUrl,
        List<String> crlUrls,
        int headerFutureSlots,
        int headerPastSlots,
        EnforceMode attestEnforceMode,
        boolean requireMac,
        List<String> nodes,
        List<String> corsOrigins,
        int httpRate,
        int httpBurst,
        String alarmEmail,
        int logRetentionDays,
        Removal removalPolicy,
        boolean pointInTimeRecovery,
        int backupDays,
        boolean deletionProtection,
        boolean canary) {

    /** Seconds after which any request's function is stopped; the grace of an epoch stands on it. */
    public static final int REQUEST_TIMEOUT_SECONDS = 10;

    private static final long SUPPLY_MICRO_RTC = 8_388_608_000_000L;
    private static final long WHOLE_WEIGHT = 1_000_000_000L;
    private static final int DAY = 86_400;
    private static final String VENDOR = "|https?://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?";

    /** Which attestations must carry a signature. */
    public enum EnforceMode {
        LOG_ONLY,
        ENFORCE_NEW,
        ENFORCE_ALL
    }

    /** What becomes of data when its stack is removed. */
    public enum Removal {
        DESTROY,
        RETAIN
    }

    public Stage {
        genesisAllocations = List.copyOf(genesisAllocations);
        crlUrls = List.copyOf(crlUrls);
        nodes = List.copyOf(nodes);
        passkeyOrigins = List.copyOf(passkeyOrigins);
        corsOrigins = List.copyOf(corsOrigins);
        signInDomains = List.copyOf(signInDomains);
        signInChains = List.copyOf(signInChains);
        Limits.matches("name", name, "[a-z][a-z0-9]{0,11}");
        Limits.matches("chainId", chainId, "[a-z0-9][a-z0-9-]{0,63}");
        Limits.within("genesisEpochSecond", genesisEpochSecond, 0, 253_402_300_799L);
        Limits.within("slotSeconds", slotSeconds, 1, DAY);
        Limits.within("slotsPerEpoch", slotsPerEpoch, 1, 100_000);
        Limits.within("epochPot", epochPot, 0, SUPPLY_MICRO_RTC);
        Limits.within("graceSeconds", graceSeconds, REQUEST_TIMEOUT_SECONDS + 5, 3600);
        Limits.within("confirmationSeconds", confirmationSeconds, 0, 7 * DAY);
        Limits.each("genesisAllocations", genesisAllocations, 30, "[A-Za-z0-9._:-]{1,128}=[1-9][0-9]{0,12}");
        Limits.within("virtualHardwareWeight", virtualHardwareWeight, 0, WHOLE_WEIGHT);
        Limits.within("affirmingFactor", affirmingFactor, 1000, 10_000);
        Limits.within("virtualTpmFactor", virtualTpmFactor, 1000, 10_000);
        Limits.within("confidentialVmWeight", confidentialVmWeight, 0, WHOLE_WEIGHT);
        Limits.within("ticketSeconds", ticketSeconds, 60, DAY);
        Limits.within("challengeSeconds", challengeSeconds, 10, 3600);
        Limits.within("fingerprintReplaySeconds", fingerprintReplaySeconds, 0, DAY);
        Limits.within("entropyReplaySeconds", entropyReplaySeconds, 0, DAY);
        Limits.within("submissionsPerHardwarePerHour", submissionsPerHardwarePerHour, 1, 3600);
        Limits.within("minersPerAddressPerHour", minersPerAddressPerHour, 1, 100_000);
        Limits.within("challengesPerAddressPerMinute", challengesPerAddressPerMinute, 1, 100_000);
        Limits.within("appraisalsPerAddressPerMinute", appraisalsPerAddressPerMinute, 1, 100_000);
        Limits.within("adminRequestsPerMinute", adminRequestsPerMinute, 1, 1000);
        Limits.within("listRequestsPerMinute", listRequestsPerMinute, 1, 100_000);
        Limits.within("transfersPerAddressPerMinute", transfersPerAddressPerMinute, 1, 100_000);
        Limits.within("votesPerAddressPerMinute", votesPerAddressPerMinute, 1, 100_000);
        Limits.within("votingSeconds", votingSeconds, 10, 30 * DAY);
        Limits.within("resultSeconds", resultSeconds, 60, DAY);
        Limits.within("evidenceDays", evidenceDays, 1, 365);
        Limits.matches("publicUrl", publicUrl, VENDOR);
        Limits.within("accessTokenSeconds", accessTokenSeconds, 60, 3600);
        Limits.within("refreshIdleSeconds", refreshIdleSeconds, 3600, 90 * DAY);
        Limits.within("refreshAbsoluteSeconds", refreshAbsoluteSeconds, refreshIdleSeconds, 365 * DAY);
        Limits.within("walletTokenSeconds", walletTokenSeconds, 60, Math.min(refreshIdleSeconds, 7 * DAY));
        Limits.within("signInsPerAddressPerMinute", signInsPerAddressPerMinute, 1, 100_000);
        Limits.within("accountRequestsPerMinute", accountRequestsPerMinute, 1, 100_000);
        Limits.within("organizationRequestsPerMinute", organizationRequestsPerMinute, 1, 100_000);
        Limits.within("nonceSeconds", nonceSeconds, 30, 300);
        Limits.each("signInDomains", signInDomains, 20, "[a-z0-9.-]{1,253}(:[0-9]{1,5})?");
        Limits.each("signInChains", signInChains, 20, "[1-9][0-9]{0,17}");
        Limits.matches("ethereumRpcUrl", ethereumRpcUrl, "|https?://[!-~]{1,500}");
        Limits.within("registrationsPerAddressPerHour", registrationsPerAddressPerHour, 1, 100_000);
        Limits.within("passwordCost", passwordCost, 10, 16);
        Limits.matches(
                "passwordRangeUrl", passwordRangeUrl, "|https?://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?(/[a-z]{1,32})?/");
        Limits.matches("passkeyDomain", passkeyDomain, "[a-z0-9.-]{0,253}");
        Limits.each("passkeyOrigins", passkeyOrigins, 10, "https?://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?");
        Limits.matches("amdKdsUrl", amdKdsUrl, VENDOR);
        Limits.matches("intelPcsUrl", intelPcsUrl, VENDOR);
        Limits.matches("intelCertificatesUrl", intelCertificatesUrl, VENDOR);
        Limits.matches("androidStatusUrl", androidStatusUrl, VENDOR);
        Limits.matches("nvidiaRimUrl", nvidiaRimUrl, VENDOR);
        Limits.matches("nvidiaOcspUrl", nvidiaOcspUrl, VENDOR);
        Limits.each("crlUrls", crlUrls, 50, "https?://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?");
        Limits.within("headerFutureSlots", headerFutureSlots, 0, 1000);
        Limits.within("headerPastSlots", headerPastSlots, 0, 1000);
        Limits.each("nodes", nodes, 50, "https://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?");
        Limits.each("corsOrigins", corsOrigins, 20, "\\*|https?://[a-zA-Z0-9.-]{1,253}(:[0-9]{1,5})?");
        Limits.within("httpRate", httpRate, 1, 10_000);
        Limits.within("httpBurst", httpBurst, 1, 5_000);
        Limits.matches("alarmEmail", alarmEmail, "|[^@\\s]{1,64}@[A-Za-z0-9.-]{1,253}");
        Limits.oneOf("logRetentionDays", logRetentionDays, LogTerms.DAYS);
        Limits.within("backupDays", backupDays, 0, 35);
    }

    /** The stage with this name. */
    public static Stage named(String name) {
        return switch (name) {
            case "dev" -> dev();
            case "prod" -> prod();
            default -> throw new IllegalArgumentException("stage must be dev or prod, got: " + name);
        };
    }

    /** The protocol's own values; data is kept, protected and can be restored. */
    public static Stage prod() {
        return new Stage(
                "prod",
                "rustchain-mainnet-v2",
                1_764_706_927L,
                600, // slotSeconds
                144, // slotsPerEpoch
                1_500_000L, // epochPot
                30, // graceSeconds
                DAY, // confirmationSeconds
                List.of(), // genesisAllocations
                0L, // virtualHardwareWeight
                1500, // affirmingFactor
                1000, // virtualTpmFactor
                0L, // confidentialVmWeight
                600, // ticketSeconds
                300, // challengeSeconds
                300, // fingerprintReplaySeconds
                3600, // entropyReplaySeconds
                10, // submissionsPerHardwarePerHour
                15, // minersPerAddressPerHour
                10, // challengesPerAddressPerMinute
                10, // appraisalsPerAddressPerMinute
                12, // adminRequestsPerMinute
                100, // listRequestsPerMinute
                60, // transfersPerAddressPerMinute
                20, // votesPerAddressPerMinute
                7 * DAY, // votingSeconds
                900, // resultSeconds
                30, // evidenceDays
                false, // operatorAnchors
                "", // publicUrl
                900, // accessTokenSeconds
                3 * DAY, // walletTokenSeconds
                7 * DAY, // refreshIdleSeconds
                30 * DAY, // refreshAbsoluteSeconds
                20, // signInsPerAddressPerMinute
                120, // accountRequestsPerMinute
                300, // organizationRequestsPerMinute
                300, // nonceSeconds
                true, // nonceSignIn
                List.of(), // signInDomains
                List.of("1", "133717"), // signInChains
                "", // ethereumRpcUrl
                20, // registrationsPerAddressPerHour
                12, // passwordCost
                "", // passwordRangeUrl
                "", // passkeyDomain
                List.of(), // passkeyOrigins
                "https://kdsintf.amd.com", // amdKdsUrl
                "https://api.trustedservices.intel.com", // intelPcsUrl
                "https://certificates.trustedservices.intel.com", // intelCertificatesUrl
                "https://android.googleapis.com", // androidStatusUrl
                "https://rim.attestation.nvidia.com", // nvidiaRimUrl
                "https://ocsp.ndis.nvidia.com", // nvidiaOcspUrl
                List.of("http://pki.infineon.com", "http://upgrades.intel.com", "http://pki.goog"), // crlUrls
                10, // headerFutureSlots
                10, // headerPastSlots
                EnforceMode.LOG_ONLY,
                true, // requireMac
                List.of(), // nodes
                List.of(), // corsOrigins
                500, // httpRate
                1000, // httpBurst
                "", // alarmEmail
                365, // logRetentionDays
                Removal.RETAIN,
                true, // pointInTimeRecovery
                7, // backupDays
                true, // deletionProtection
                true); // canary
    }

    /** As production, but quick to confirm, open to any browser, gone when removed, and kind to virtual machines. */
    public static Stage dev() {
        return prod().with("name", "dev")
                .with("chainId", "lotabots-dev")
                .with("confirmationSeconds", "10")
                .with("genesisAllocations", "treasury=10000000000")
                .with("virtualHardwareWeight", "100000")
                .with("virtualTpmFactor", "1250")
                .with("confidentialVmWeight", "500000000")
                .with("operatorAnchors", "true")
                .with("amdKdsUrl", "")
                .with("intelPcsUrl", "")
                .with("intelCertificatesUrl", "")
                .with("androidStatusUrl", "")
                .with("nvidiaRimUrl", "")
                .with("nvidiaOcspUrl", "")
                .with("crlUrls", "")
                .with("signInsPerAddressPerMinute", "120")
                .with("signInDomains", "localhost,127.0.0.1")
                .with("signInChains", "1,31337,133717")
                .with("passwordCost", "10")
                .with("passkeyDomain", "localhost")
                .with("passkeyOrigins", "http://localhost:3000")
                .with("corsOrigins", "*")
                .with("httpRate", "50")
                .with("httpBurst", "100")
                .with("logRetentionDays", "7")
                .with("removalPolicy", "destroy")
                .with("pointInTimeRecovery", "false")
                .with("backupDays", "0")
                .with("deletionProtection", "false")
                .with("canary", "false");
    }

    /**
     * This stage with one setting replaced.
     *
     * @param value as text: a decimal integer, {@code true} or {@code false}, a word, or words parted by commas
     * @throws IllegalArgumentException in one line, when the key is unknown or the value is not allowed
     */
    public Stage with(String key, String value) {
        return Settings.replace(this, key, value);
    }

    /** This stage with settings replaced, each given as {@code key=value}. */
    public Stage withAll(List<String> assignments) {
        Stage stage = this;
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a setting is given as key=value, got: " + assignment);
            }
            stage = stage.with(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return stage;
    }

    /** The prefix of everything that this stage names, such as {@code lotabots-dev}. */
    public String prefix() {
        return "lotabots-" + name;
    }
}
