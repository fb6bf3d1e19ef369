package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.appraisal.RecordedVendors.Recorded;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.TestPki;
import io.lotabots.platform.PrimingContext;
import io.lotabots.testing.MemoryTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vendors whose answers were recorded stand on loopback; their root is the tests' own. */
class FetchCollateralTest {
    private static final TestPki.Authority ROOT = TestPki.root("CN=ARK-Milan,O=Vendor of the tests", "P-256");
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

    private final RecordedVendors vendors = new RecordedVendors();
    private final Map<String, Recorded> answers = vendors.answers;
    private final List<String> requests = vendors.requests;
    private final List<String> posted = vendors.posted;
    private final String base = vendors.base;
    private final CollateralStore store = new CollateralStore(ROOT);

    @AfterEach
    void close() {
        vendors.close();
    }

    private static byte[] list(TestPki.Authority authority) throws GeneralSecurityException {
        return authority
                .revoking(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(30)))
                .getEncoded();
    }

    private Map<String, Object> run(String... vendors) {
        return run(NOW, vendors);
    }

    private Map<String, Object> run(Instant at, String... vendors) {
        Map<String, String> settings = new java.util.HashMap<>();
        for (String vendor : vendors) {
            settings.put(vendor, base);
        }
        Aws aws = Aws.of(Service.env(settings), () -> new MemoryTransport(store::answer));
        return new FetchCollateral(aws)
                .handleRequest(Map.of("time", at.toString()), new PrimingContext("FetchCollateral"));
    }

    @Test
    void what_a_vendor_signed_is_fetched_checked_and_stored_once_a_day() throws Exception {
        answers.put("/vcek/v1/Milan/cert_chain", Recorded.of(TestPki.pem(ROOT.certificate())));
        answers.put("/vcek/v1/Milan/crl", Recorded.of(list(ROOT)));

        assertThat(run("AMD_KDS_URL")).containsEntry("fetched", 2).containsEntry("stale", 0L);
        assertThat(store.stored()).containsExactlyInAnyOrder("amd/milan/vcek/cert_chain", "amd/milan/vcek/crl");
        assertThat(store.health.getLast().path(":stale").path("N").asText()).isEqualTo("0");

        requests.clear();
        run("AMD_KDS_URL");
        assertThat(requests).isNotEmpty().noneMatch(asked -> asked.startsWith("/vcek/v1/Milan/"));
    }

    @Test
    void what_no_pinned_root_signed_is_not_stored() throws Exception {
        answers.put(
                "/vcek/v1/Milan/crl", Recorded.of(list(TestPki.root("CN=ARK-Milan,O=Vendor of the tests", "P-256"))));
        answers.put("/vcek/v1/Genoa/crl", Recorded.of("<html>busy</html>".getBytes(StandardCharsets.UTF_8)));

        assertThat(run("AMD_KDS_URL")).containsEntry("fetched", 0);
        assertThat(store.stored()).isEmpty();
    }

    @Test
    void intels_json_comes_with_its_signer_in_a_header_for_every_platform_that_was_seen() throws Exception {
        store.group = "intel";
        java.security.KeyPair signer = TestPki.keys("P-256");
        byte[] chain = TestPki.pem(
                ROOT.leaf("CN=Intel SGX TCB Signing", signer.getPublic(), Map.of(), Set.of()), ROOT.certificate());
        String info = "{\"issueDate\":\"2026-11-20T00:00:00Z\",\"nextUpdate\":\"2026-12-20T00:00:00Z\"}";
        byte[] document = ("{\"tcbInfo\":" + info + ",\"signature\":\"" + signed(signer, info) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String path = "/tdx/certification/v4/tcb?fmspc=00806f050000";
        answers.put(path, Recorded.of(document, "TCB-Info-Issuer-Chain", chain));
        new StoredCollateral(Service.over(new MemoryTransport(store::answer)))
                .want(Publishers.ofPlatform(Map.of("fmspc", "00806f050000")), NOW.getEpochSecond());
        store.rows.forEach(
                row -> assertThat(row.path("list").path("S").asText()).isEqualTo("wanted"));

        assertThat(run("INTEL_PCS_URL")).containsEntry("fetched", 1);
        assertThat(store.stored()).contains("intel/tdx/tcb/00806f050000/issuers");
        assertThat(requests).contains(path, "/sgx/certification/v4/pckcrl?encoding=der&ca=platform");
    }

    private static String signed(java.security.KeyPair keys, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(signature.sign());
    }

    @Test
    void a_piece_that_breaks_ends_itself_alone_and_is_counted() throws Exception {
        answers.put("/vcek/v1/Milan/cert_chain", Recorded.of(TestPki.pem(ROOT.certificate())));
        answers.put("/vcek/v1/Milan/crl", Recorded.of(list(ROOT)));
        store.unwritable = "amd/milan/vcek/cert_chain";

        assertThat(run("AMD_KDS_URL")).containsEntry("fetched", 1);
        assertThat(store.stored()).containsExactly("amd/milan/vcek/crl");
        // Four products' chains and lists are missing on this server, and one breaks.
        assertThat(store.health.getLast().path(":failed").path("N").asText()).isEqualTo("11");
    }

    @Test
    void what_a_gpu_missed_is_fetched_from_nvidia_its_states_by_their_requests() {
        String xml = "<SoftwareIdentity/>";
        answers.put(
                "/v1/rim/NV_GPU_DRIVER_GH100_1",
                Recorded.of(("{\"id\":\"x\",\"rim\":\""
                                + Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
        answers.put("/", Recorded.of(new byte[] {0x30, 0}));
        new StoredCollateral(Service.over(new MemoryTransport(store::answer)))
                .want(
                        Publishers.ofPlatform(Map.of(
                                "collateral_missing",
                                List.of("nvidia/rim/NV_GPU_DRIVER_GH100_1", "nvidia/ocsp/1f?MAA", "NOT A KEY"))),
                        NOW.getEpochSecond());

        assertThat(run("NVIDIA_RIM_URL", "NVIDIA_OCSP_URL")).containsEntry("fetched", 2);
        assertThat(store.stored()).contains("nvidia/rim/NV_GPU_DRIVER_GH100_1", "nvidia/ocsp/1f");
        assertThat(posted).containsExactly("application/ocsp-request 3000");
        requests.clear();
        run("NVIDIA_RIM_URL", "NVIDIA_OCSP_URL");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_list_that_a_certificate_names_is_fetched_from_hosts_that_the_stage_names_alone() throws Exception {
        store.group = "tpm";
        answers.put("/ca/ek.crl", Recorded.of(list(ROOT)));
        new StoredCollateral(Service.over(new MemoryTransport(store::answer)))
                .want(
                        List.of("crl/" + base + "/ca/ek.crl", "crl/" + base + ".example/x.crl", "crl/http://[::1/x"),
                        NOW.getEpochSecond());

        assertThat(run("CRL_URLS")).containsEntry("fetched", 1);
        assertThat(requests).containsExactly("/ca/ek.crl");
        assertThat(run()).containsEntry("fetched", 0);
    }

    @Test
    void a_vendor_without_an_address_is_never_asked() {
        assertThat(run()).containsEntry("fetched", 0);
        assertThat(requests).isEmpty();
    }

    @Test
    void what_is_not_current_any_more_is_counted() throws Exception {
        store.put(new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree("{\"list\":{\"S\":\"collateral\"},\"collateral\":{\"S\":\"crl/x\"},"
                        + "\"sha256\":{\"S\":\"0\"},\"length\":{\"N\":\"1\"},\"loaded_at\":{\"N\":\"1\"},"
                        + "\"fresh_until\":{\"N\":\"2\"}}"));
        assertThat(run()).containsEntry("stale", 1L);
        assertThat(store.health.getLast().path(":stale").path("N").asText()).isEqualTo("1");
    }

    @Test
    void whatever_is_wrong_with_an_answer_it_is_named_and_the_piece_before_it_stays() throws Exception {
        String path = "/vcek/v1/Milan/crl";
        String key = "amd/milan/vcek/crl";
        Instant end = NOW.plus(Duration.ofDays(30));
        answers.put(
                path, Recorded.of(ROOT.revoking(NOW.minusSeconds(60), end, 7).getEncoded()));
        run(NOW, "AMD_KDS_URL");
        String kept = digest(key);
        TestPki.Authority stranger = TestPki.root("CN=ARK-Milan,O=Vendor of the tests", "P-256");
        byte[] flipped = ROOT.revoking(NOW.minusSeconds(30), end, 8).getEncoded();
        flipped[flipped.length - 1] ^= 1;
        Map<String, Recorded> wrong = new java.util.LinkedHashMap<>();
        wrong.put("sent to another scheme", Recorded.elsewhere("ftp://127.0.0.1" + path));
        wrong.put("sent round and round", Recorded.elsewhere(path));
        wrong.put("not there", new Recorded(404, new byte[0], Map.of()));
        wrong.put("failing", new Recorded(503, "later".getBytes(StandardCharsets.US_ASCII), Map.of()));
        wrong.put("too long", Recorded.of(new byte[StoredCollateral.MOST_BYTES + 1]));
        wrong.put("empty", Recorded.of(new byte[0]));
        wrong.put("of a stranger", Recorded.of(list(stranger)));
        wrong.put("changed on the way", Recorded.of(flipped));
        wrong.put(
                "older", Recorded.of(ROOT.revoking(NOW.minusSeconds(90), end, 7).getEncoded()));
        wrong.put(
                "counted back",
                Recorded.of(ROOT.revoking(NOW.minusSeconds(30), end, 6).getEncoded()));
        wrong.put(
                "changes only",
                Recorded.of(ROOT.list(
                                NOW.minusSeconds(30),
                                end,
                                in -> in.addExtension(
                                        Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(7))))
                        .getEncoded()));
        Instant tomorrow = NOW.plus(Duration.ofHours(21));
        wrong.forEach((what, answer) -> {
            answers.put(path, answer);
            assertThat(failed(tomorrow)).as(what).contains(key);
            assertThat(digest(key)).as(what).isEqualTo(kept);
        });
        answers.put(
                path, Recorded.of(ROOT.revoking(NOW.minusSeconds(30), end, 8).getEncoded()));
        assertThat(failed(tomorrow)).doesNotContain(key);
        assertThat(digest(key)).isNotEqualTo(kept);
    }

    private String failed(Instant at) {
        return String.valueOf(run(at, "AMD_KDS_URL").get("failed"));
    }

    private String digest(String key) {
        return store.rows.stream()
                .filter(row -> row.at("/collateral/S").asText().equals(key))
                .map(row -> row.at("/sha256/S").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_ended_is_counted_for_the_health_and_for_the_alarm_in_one_run() throws Exception {
        answers.put("/vcek/v1/Milan/crl", Recorded.of(list(ROOT)));
        assertThat(counted(NOW)).isEqualTo("0 0.0");
        answers.clear();
        assertThat(counted(NOW.plus(Duration.ofDays(29)))).isEqualTo("0 0.0");
        assertThat(counted(NOW.plus(Duration.ofDays(31)))).isEqualTo("1 1.0");
    }

    /** What a run leaves for the health, and in the metric of that name. */
    private String counted(Instant at) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            run(at, "AMD_KDS_URL");
        } finally {
            System.setOut(before);
        }
        var metric = Pattern.compile("\"StaleCollateral\":([0-9.]+)").matcher(printed.toString(StandardCharsets.UTF_8));
        assertThat(metric.find()).isTrue();
        return store.health.getLast().path(":stale").path("N").asText() + " " + metric.group(1);
    }

    @Test
    void an_answer_is_bounded_in_bytes_in_time_and_in_how_often_it_is_sent_elsewhere() {
        Fetch fetch = new Fetch(100, Duration.ofMillis(700));
        answers.put("/long", Recorded.of(new byte[101]));
        answers.put("/fits", Recorded.of(new byte[100]));
        answers.put("/loop", Recorded.elsewhere("/loop"));
        answers.put("/there", Recorded.elsewhere("/fits"));
        answers.put("/down", Recorded.elsewhere("ftp://127.0.0.1/"));
        vendors.server.createContext("/slow", exchange -> {
            // The body never ends: the headers alone are no answer.
            exchange.sendResponseHeaders(200, 50);
            exchange.getResponseBody().flush();
        });

        assertThat(got(fetch, "/fits")).isEqualTo(100);
        assertThat(got(fetch, "/there")).isEqualTo(100);
        assertThatThrownBy(() -> fetch.get(source("/long"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fetch.get(source("/loop"))).hasMessageContaining("more than 3 times");
        assertThatThrownBy(() -> fetch.get(source("/down"))).hasMessageContaining("from http to ftp");
        assertThatThrownBy(() -> fetch.get(source("/none"))).hasMessageContaining("404");
        assertThatThrownBy(() -> fetch.get(source("/slow"))).isInstanceOf(IOException.class);
    }

    private Publishers.Source source(String path) {
        return new Publishers.Source("key", URI.create(base + path), "");
    }

    private int got(Fetch fetch, String path) {
        try {
            return fetch.get(source(path)).content().length;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
