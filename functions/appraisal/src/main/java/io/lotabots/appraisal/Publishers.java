package io.lotabots.appraisal;

import io.lotabots.evidence.Collateral;
import io.lotabots.platform.Env;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where vendors publish each piece of collateral: AMD's key distribution service (publication 57230), Intel's provisioning
 * certification service version 4 and its certificates, Google's list of revoked attestation keys, NVIDIA's manifests and OCSP responder, and the hosts of revocation lists
 * that certificates of TPMs name. A vendor whose address is
 * empty on this stage is never asked.
 */
final class Publishers {
    private static final Pattern AMD = Pattern.compile("amd/(milan|genoa|turin)/(vcek|vlek)/(cert_chain|crl)");
    private static final Pattern TCB = Pattern.compile("intel/(sgx|tdx)/tcb/([0-9a-f]{12})");
    private static final Pattern RIM = Pattern.compile("nvidia/rim/([A-Za-z0-9_.-]{1,128})");
    private static final String OCSP = "nvidia/ocsp/";
    private static final String CRL = "crl/";

    /** Keys that one piece of evidence may ask for. */
    private static final int MOST_MISSED = 16;

    private static final String TCB_ISSUERS = "TCB-Info-Issuer-Chain";
    private static final String QE_ISSUERS = "SGX-Enclave-Identity-Issuer-Chain";
    private static final String CRL_ISSUERS = "SGX-PCK-CRL-Issuer-Chain";

    private final String amd;
    private final String intel;
    private final String intelRoot;
    private final String android;
    private final String nvidiaRim;
    private final String nvidiaOcsp;
    private final List<String> lists;

    Publishers(Env env) {
        this.amd = env.find("AMD_KDS_URL").orElse("");
        this.intel = env.find("INTEL_PCS_URL").orElse("");
        this.intelRoot = env.find("INTEL_CERTIFICATES_URL").orElse("");
        this.android = env.find("ANDROID_STATUS_URL").orElse("");
        this.nvidiaRim = env.find("NVIDIA_RIM_URL").orElse("");
        this.nvidiaOcsp = env.find("NVIDIA_OCSP_URL").orElse("");
        this.lists = Stream.of(env.find("CRL_URLS").orElse("").split(",", -1))
                .filter(host -> !host.isBlank())
                .toList();
    }

    /**
     * @param key what it is stored under
     * @param issuers the header of the answer that holds the signer's chain, percent-encoded; empty when a root signs
     * @param form how it is asked for and answered
     * @param body what is asked with {@code POST}; empty for {@code GET}
     */
    record Source(String key, URI address, String issuers, Form form, byte[] body) {
        Source(String key, URI address, String issuers) {
            this(key, address, issuers, Form.PLAIN, new byte[0]);
        }
    }

    enum Form {
        PLAIN,
        /** NVIDIA's service for manifests: JSON whose member {@code rim} is the manifest in base64. */
        RIM
    }

    /** What a piece is stored under: a question for it may stand behind its key. */
    static String stored(String key) {
        int question = key.startsWith(OCSP) ? key.indexOf('?') : -1;
        return question < 0 ? key : key.substring(0, question);
    }

    /** What is asked for whether or not any evidence needed it yet. */
    static List<String> always() {
        List<String> keys = new ArrayList<>(List.of(
                "intel/sgx/rootcacrl",
                "intel/sgx/pckcrl/platform",
                "intel/sgx/pckcrl/processor",
                "intel/sgx/qe/identity",
                "intel/tdx/qe/identity",
                "android/status"));
        for (String product : List.of("milan", "genoa", "turin")) {
            for (String kind : List.of("vcek", "vlek")) {
                keys.add("amd/" + product + "/" + kind + "/cert_chain");
                keys.add("amd/" + product + "/" + kind + "/crl");
            }
        }
        return keys;
    }

    /** What evidence of a platform needs beside it: the versions that its vendor calls current, and what was missed. */
    static List<String> ofPlatform(Map<String, Object> claims) {
        List<String> keys = new ArrayList<>();
        if (claims.get("fmspc") instanceof String fmspc
                && TCB.matcher("intel/sgx/tcb/" + fmspc).matches()) {
            keys.addAll(List.of("intel/sgx/tcb/" + fmspc, "intel/tdx/tcb/" + fmspc));
        }
        if (claims.get(Collateral.MISSING) instanceof List<?> missing) {
            missing.stream()
                    .limit(MOST_MISSED)
                    .map(String::valueOf)
                    .filter(key -> StoredCollateral.KEY.matcher(key).matches())
                    .forEach(keys::add);
        }
        return keys;
    }

    /** Where a piece is published; absent for what none of these publishes, and on a stage that does not ask its vendor. */
    Optional<Source> of(String key) {
        Matcher product = AMD.matcher(key);
        if (product.matches()) {
            String name = product.group(1);
            return source(
                    key,
                    amd,
                    "/" + product.group(2) + "/v1/" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                            + "/" + product.group(3),
                    "");
        }
        Optional<Chip> chip = Chip.of(key);
        if (chip.isPresent()) {
            return source(key, amd, chip.get().path(), "");
        }
        Matcher tcb = TCB.matcher(key);
        if (tcb.matches()) {
            return source(key, intel, "/" + tcb.group(1) + "/certification/v4/tcb?fmspc=" + tcb.group(2), TCB_ISSUERS);
        }
        Matcher manifest = RIM.matcher(key);
        if (manifest.matches() && !nvidiaRim.isEmpty()) {
            URI address = URI.create(nvidiaRim + "/v1/rim/" + manifest.group(1));
            return Optional.of(new Source(key, address, "", Form.RIM, new byte[0]));
        }
        if (key.startsWith(OCSP) && key.indexOf('?') > 0 && !nvidiaOcsp.isEmpty()) {
            byte[] request = Base64.getUrlDecoder().decode(key.substring(key.indexOf('?') + 1));
            return Optional.of(new Source(stored(key), URI.create(nvidiaOcsp + "/"), "", Form.PLAIN, request));
        }
        if (key.startsWith(CRL)) {
            String address = key.substring(CRL.length());
            return lists.stream()
                    .filter(host -> address.startsWith(host + "/"))
                    .findFirst()
                    .map(_ -> new Source(key, URI.create(address), ""));
        }
        return switch (key) {
            case "intel/sgx/rootcacrl" -> source(key, intelRoot, "/IntelSGXRootCA.der", "");
            case "intel/sgx/pckcrl/platform", "intel/sgx/pckcrl/processor" ->
                source(
                        key,
                        intel,
                        "/sgx/certification/v4/pckcrl?encoding=der&ca=" + key.substring(key.lastIndexOf('/') + 1),
                        CRL_ISSUERS);
            case "intel/sgx/qe/identity" -> source(key, intel, "/sgx/certification/v4/qe/identity", QE_ISSUERS);
            case "intel/tdx/qe/identity" -> source(key, intel, "/tdx/certification/v4/qe/identity", QE_ISSUERS);
            case "android/status" -> source(key, android, "/attestation/status", "");
            default -> Optional.empty();
        };
    }

    private static Optional<Source> source(String key, String base, String path, String issuers) {
        return base.isEmpty() ? Optional.empty() : Optional.of(new Source(key, URI.create(base + path), issuers));
    }
}
