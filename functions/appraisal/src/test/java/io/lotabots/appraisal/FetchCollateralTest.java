package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.TestPki;
import io.lotabots.platform.PrimingContext;
import io.lotabots.testing.MemoryTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vendors whose answers were recorded stand on loopback; their root is the tests' own. */
class FetchCollateralTest {
    private static final TestPki.Authority ROOT = TestPki.root("CN=ARK-Milan,O=Vendor of the tests", "P-256");
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

    /** An answer of the recorded server. */
    private record Recorded(int status, byte[] body, Map<String, String> headers) {
        static Recorded of(byte[] body) {
            return new Recorded(200, body, Map.of());
        }
    }

    private final Map<String, Recorded> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final CollateralStore store = new CollateralStore(ROOT);
    private HttpServer server;
    private String base;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String asked = exchange.getRequestURI().toString();
            requests.add(asked);
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            }
            Recorded answer = answers.getOrDefault(asked, new Recorded(404, new byte[0], Map.of()));
            answer.headers.forEach(
                    (name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
            exchange.close();
        });
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static byte[] list(TestPki.Authority authority) throws GeneralSecurityException {
        return authority
                .revoking(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(30)))
                .getEncoded();
    }

    private Map<String, Object> run(String... vendors) {
        Map<String, String> settings = new java.util.HashMap<>();
        for (String vendor : vendors) {
            settings.put(vendor, base);
        }
        Aws aws = Aws.of(Service.env(settings), () -> new MemoryTransport(store::answer));
        return new FetchCollateral(aws)
                .handleRequest(Map.of("time", NOW.toString()), new PrimingContext("FetchCollateral"));
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
        String chain = URLEncoder.encode(
                        new String(
                                TestPki.pem(
                                        ROOT.leaf("CN=Intel SGX TCB Signing", signer.getPublic(), Map.of(), Set.of()),
                                        ROOT.certificate()),
                                StandardCharsets.US_ASCII),
                        StandardCharsets.UTF_8)
                .replace("+", "%20");
        String info = "{\"issueDate\":\"2026-11-20T00:00:00Z\",\"nextUpdate\":\"2026-12-20T00:00:00Z\"}";
        byte[] document = ("{\"tcbInfo\":" + info + ",\"signature\":\"" + signed(signer, info) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String path = "/tdx/certification/v4/tcb?fmspc=00806f050000";
        answers.put(path, new Recorded(200, document, Map.of("TCB-Info-Issuer-Chain", chain)));
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
    void an_answer_is_bounded_in_bytes_in_time_and_in_how_often_it_is_sent_elsewhere() {
        Fetch fetch = new Fetch(100, Duration.ofMillis(700));
        answers.put("/long", Recorded.of(new byte[101]));
        answers.put("/fits", Recorded.of(new byte[100]));
        answers.put("/loop", new Recorded(302, new byte[0], Map.of("Location", "/loop")));
        answers.put("/there", new Recorded(302, new byte[0], Map.of("Location", "/fits")));
        answers.put("/down", new Recorded(302, new byte[0], Map.of("Location", "ftp://127.0.0.1/")));
        server.createContext("/slow", exchange -> {
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
