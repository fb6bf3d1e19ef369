package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.appraisal.RecordedVendors.Recorded;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.dcap.Platform;
import io.lotabots.evidence.nvidia.TestGpu;
import io.lotabots.evidence.snp.SnpGuest;
import io.lotabots.platform.PrimingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What evidence lacked is asked of its vendor by the clock, checked, stored, and used for the next piece. */
class FetchedThenUsedTest {
    private static final Instant NOW = TestPki.NOW;
    private static final byte[] NONCE = HexFormat.of().parseHex("07".repeat(32));

    private final RecordedVendors vendors = new RecordedVendors();
    private final CollateralStore store = new CollateralStore();
    private final MemoryObjects transport = new MemoryObjects(store::answer);

    @AfterEach
    void close() {
        vendors.close();
    }

    private Map<String, Object> fetch(String... asked) {
        Map<String, String> settings = new HashMap<>();
        for (String vendor : asked) {
            settings.put(vendor, vendors.base);
        }
        return new FetchCollateral(Aws.of(Service.env(settings), () -> transport))
                .handleRequest(Map.of("time", NOW.toString()), new PrimingContext("FetchCollateral"));
    }

    /** An instance of its own each time: what an instance has read it keeps for minutes. */
    private Appraisal appraised(String format, Map<String, byte[]> parts) {
        Kinds kinds = AllKinds.kinds();
        Appraiser appraiser = new Appraiser(Service.over(transport), kinds);
        List<String> missed = new ArrayList<>();
        List<Appraisal> appraisals = appraiser.appraise(
                List.of(new Submitted.Piece("cpu0", kinds.named(format), new Evidence(parts))),
                NONCE,
                PolicyDocument.STRICT,
                _ -> Map.of(),
                missed,
                NOW.getEpochSecond());
        appraiser.want(appraisals, missed, NOW.getEpochSecond());
        return appraisals.getFirst();
    }

    @Test
    void a_quote_of_intels_is_current_once_lists_identities_and_tcb_of_its_platform_are_fetched() {
        Platform platform = Platform.ofTdx();
        platform.reportData(NONCE);
        store.trust("intel", platform.root);
        Map<String, byte[]> parts = Map.of("quote", platform.quote());

        Appraisal before = appraised("dcap", parts);
        assertThat(before.accepted()).isTrue();
        assertThat(before.cautions()).extracting(Appraisal.Note::code).containsExactly("collateral_missing");
        assertThat(vendors.requests).as("asked while evidence was verified").isEmpty();

        publish(platform);
        assertThat(fetch("INTEL_PCS_URL", "INTEL_CERTIFICATES_URL"))
                .containsEntry("failed", List.of("intel/sgx/pckcrl/processor"))
                .containsEntry("stale", 0L);
        assertThat(store.stored()).containsAll(platform.collateral().keySet());
        assertThat(store.stored()).contains("intel/sgx/pckcrl/platform/issuers");

        Appraisal after = appraised("dcap", parts);
        assertThat(after.cautions()).isEmpty();
        assertThat(after.claims()).containsEntry("tcb_status", "UpToDate");
        assertThat(after.vector().get("hardware")).isLessThan(before.vector().get("hardware"));
    }

    /** As Intel's services answer: JSON and a list with their signers in a header, the root's list alone. */
    private void publish(Platform platform) {
        Map<String, byte[]> all = platform.collateral();
        all.forEach((key, content) -> {
            if (key.endsWith("/issuers")) {
                return;
            }
            String[] words = key.split("/", -1);
            byte[] issuers = all.getOrDefault(key + "/issuers", new byte[0]);
            switch (words[2]) {
                case "rootcacrl" -> vendors.answers.put("/IntelSGXRootCA.der", Recorded.of(content));
                case "pckcrl" ->
                    vendors.answers.put(
                            "/sgx/certification/v4/pckcrl?encoding=der&ca=" + words[3],
                            Recorded.of(content, "SGX-PCK-CRL-Issuer-Chain", platform.pckIssuers()));
                case "tcb" ->
                    vendors.answers.put(
                            "/" + words[1] + "/certification/v4/tcb?fmspc=" + words[3],
                            Recorded.of(content, "TCB-Info-Issuer-Chain", issuers));
                case "qe" ->
                    vendors.answers.put(
                            "/" + words[1] + "/certification/v4/qe/identity",
                            Recorded.of(content, "SGX-Enclave-Identity-Issuer-Chain", issuers));
                default -> throw new IllegalStateException(key);
            }
        });
    }

    @Test
    void a_report_of_amds_that_came_without_its_chip_s_certificate_holds_once_that_is_fetched() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.reportData(NONCE);
        store.trust("amd", guest.root);
        Map<String, byte[]> parts = Map.of("report", guest.signed());
        String chip = "c1".repeat(64);
        String key = "amd/genoa/vcek/" + chip + "/04010000000018db";

        Appraisal before = appraised("sev-snp", parts);
        assertThat(before.refused()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo("collateral_missing");
            assertThat(note.detail()).contains(key);
        });
        assertThat(vendors.requests).as("asked while evidence was verified").isEmpty();

        guest.collateral()
                .forEach((name, content) -> vendors.answers.put(
                        "/vcek/v1/Genoa/" + name.substring(name.lastIndexOf('/') + 1), Recorded.of(content)));
        // The certificate alone, in DER, as AMD's service sends it.
        vendors.answers.put(
                "/vcek/v1/Genoa/" + chip + "?blSPL=04&teeSPL=01&snpSPL=24&ucodeSPL=219",
                Recorded.of(TestPki.encoded(guest.leaf())));
        assertThat(fetch("AMD_KDS_URL")).containsEntry("fetched", 3);
        assertThat(store.stored()).contains(key);

        Appraisal after = appraised("sev-snp", parts);
        assertThat(after.refused()).isEmpty();
        assertThat(after.cautions()).extracting(Appraisal.Note::code).doesNotContain("collateral_missing");
        assertThat(after.claims()).containsEntry("chip_id", chip);
        vendors.requests.clear();
        fetch("AMD_KDS_URL");
        assertThat(vendors.requests).as("a certificate of a chip never changes").noneMatch(at -> at.contains(chip));
    }

    @Test
    void a_chip_that_amd_does_not_know_is_asked_for_once_until_it_is_wished_for_again() {
        SnpGuest guest = SnpGuest.on("Milan");
        store.trust("amd", guest.root);
        Map<String, byte[]> parts = Map.of("report", guest.signed());
        for (int wish = 1; wish <= 2; wish++) {
            appraised("sev-snp", parts);
            appraised("sev-snp", parts);
            fetch("AMD_KDS_URL");
            fetch("AMD_KDS_URL");
            assertThat(vendors.requests.stream().filter(at -> at.contains("blSPL")))
                    .hasSize(wish);
            // Chains and lists alone: of three products, by two kinds of keys.
            assertThat(store.health.getLast().path(":failed").path("N").asText())
                    .isEqualTo("12");
            assertThat(store.health.getFirst().path(":failed").path("N").asText())
                    .isEqualTo("12");
        }
    }

    @Test
    void a_wish_for_what_is_here_meanwhile_stands_in_nobodys_way() {
        SnpGuest guest = SnpGuest.on("Genoa");
        store.trust("amd", guest.root);
        String key = "amd/genoa/vcek/" + "c1".repeat(64) + "/04010000000018db";
        new CollateralLoader(Service.over(transport))
                .store()
                .put(key, TestPki.encoded(guest.leaf()), "application/pkix-cert", 0, Edition.NONE, 1);
        ChipWishes wishes = new ChipWishes(Service.over(transport));
        wishes.add(Chip.of(key).orElseThrow(), 1);
        assertThat(wishes.open()).containsExactly(key);

        fetch("AMD_KDS_URL");

        assertThat(wishes.open()).isEmpty();
        assertThat(vendors.requests).noneMatch(at -> at.contains("c1c1"));
    }

    @Test
    void a_vendor_that_is_busy_is_asked_again_and_one_that_knows_nothing_is_not() {
        String busy = "%016x".formatted(1);
        String unknown = "%016x".formatted(2);
        ChipWishes wishes = new ChipWishes(Service.over(transport));
        for (String chip : List.of(busy, unknown)) {
            wishes.add(Chip.of("amd/turin/vcek/" + chip + "/0000000000000000").orElseThrow(), 1);
        }
        vendors.answers.put(
                "/vcek/v1/Turin/" + busy + "?fmcSPL=00&blSPL=00&teeSPL=00&snpSPL=00&ucodeSPL=00",
                new Recorded(429, new byte[0], Map.of()));
        fetch("AMD_KDS_URL");

        assertThat(wishes.open()).containsExactly("amd/turin/vcek/" + busy + "/0000000000000000");
        assertThat(Chip.of("amd/turin/vcek/" + busy + "/0000000001000000"))
                .as("bytes that stand in no address")
                .isEmpty();
    }

    @Test
    void wishes_have_so_many_places_and_few_are_asked_for_in_one_run() {
        ChipWishes wishes = new ChipWishes(Service.over(transport));
        for (int i = 0; i < 1000; i++) {
            wishes.add(
                    Chip.of("amd/turin/vcek/%016x/0000000000000000".formatted(i))
                            .orElseThrow(),
                    i);
        }
        assertThat(store.rows).hasSizeLessThanOrEqualTo(ChipWishes.PLACES);
        assertThat(String.valueOf(fetch("AMD_KDS_URL").get("failed")).split("amd/turin/vcek/0", -1))
                .hasSize(1 + 8);
        assertThat(vendors.requests)
                .anySatisfy(at -> assertThat(at)
                        .matches("/vcek/v1/Turin/[0-9a-f]{16}\\?fmcSPL=00&blSPL=00&teeSPL=00&snpSPL=00&ucodeSPL=00"));
    }

    @Test
    void a_gpu_is_affirmed_once_its_manifests_and_then_the_state_of_their_signers_are_fetched() {
        TestGpu gpu = new TestGpu();
        store.trust("nvidia-device", gpu.root);
        store.trust("nvidia-rim", gpu.rimRoot);
        gpu.manifests()
                .forEach((name, manifest) -> vendors.answers.put(
                        "/v1/rim/" + name,
                        Recorded.of(("{\"id\":\"" + name + "\",\"rim\":\""
                                        + Base64.getEncoder().encodeToString(manifest) + "\"}")
                                .getBytes(StandardCharsets.US_ASCII))));
        gpu.states(NOW).forEach((request, state) -> vendors.answers.put("/" + request, Recorded.of(state)));

        Appraisal first = appraised("nvidia-gpu", gpu.report(NONCE));
        assertThat(first.status()).isEqualTo("warning");
        assertThat((List<?>) first.claims().get(Collateral.MISSING)).hasSize(3);
        assertThat(fetch("NVIDIA_RIM_URL", "NVIDIA_OCSP_URL")).containsEntry("fetched", 3);
        Appraisal second = appraised("nvidia-gpu", gpu.report(NONCE));
        assertThat((List<?>) second.claims().get(Collateral.MISSING)).hasSize(1);
        assertThat(fetch("NVIDIA_RIM_URL", "NVIDIA_OCSP_URL")).containsEntry("fetched", 1);

        Appraisal third = appraised("nvidia-gpu", gpu.report(NONCE));
        assertThat(third.status()).isEqualTo("affirming");
        assertThat(third.cautions()).isEmpty();
        assertThat(vendors.posted).hasSize(2).allMatch(posted -> posted.startsWith("application/ocsp-request 30"));
    }
}
