package io.lotabots.tests;

import static io.lotabots.tests.AppraisalPlatform.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.lotabots.evidence.TestCbor;
import io.lotabots.evidence.arm.ArmDevice;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What clients of Veraison send, as it was recorded, with devices of Arm that the tests endorse. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the platform of VeraisonExchangesTest")
class VeraisonExchangesTest {
    private static final ArmDevice DEVICE = new ArmDevice(7);
    private static final String PSA_2 = "http://arm.com/psa/2.0.0";
    private static final String PSA_TFM = "tag:psacertified.org,2023:psa#tfm";

    private static AppraisalPlatform at;

    @BeforeAll
    static void start() throws Exception {
        at = AppraisalPlatform.start();
        for (String kind : new String[] {"psa", "cca"}) {
            String key = Base64.getEncoder().encodeToString(DEVICE.publicKey());
            Http.Answer endorsed = at.operator(
                    "/v1/collateral", json().put("key", DEVICE.collateral(kind)).put("content", key));
            assertThat(endorsed.status()).as(endorsed.text()).isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        at.close();
    }

    private static byte[] nonce(Map<String, String> kept) {
        return Base64.getDecoder()
                .decode(requireNonNull(kept.get("nonce")).replace('-', '+').replace('_', '/'));
    }

    private static Exchanges exchanges() {
        return new Exchanges(at)
                .making("psa_2", kept -> DEVICE.psa(PSA_2, nonce(kept)))
                .making("psa_tfm", kept -> DEVICE.psa(PSA_TFM, nonce(kept)))
                .making("cca", kept -> DEVICE.cca(nonce(kept)))
                .making(
                        "psa_2_base64url",
                        kept -> Base64.getUrlEncoder().withoutPadding().encode(DEVICE.psa(PSA_2, nonce(kept))))
                .making("psa_2_in_cbor", kept -> wrapped(DEVICE.psa(PSA_2, nonce(kept))));
    }

    /** The record that the client in Go makes: media type, value, and 4 for evidence. */
    private static byte[] wrapped(byte[] token) {
        return TestCbor.encode(List.of("application/eat-cwt; profile=\"http://arm.com/psa/2.0.0\"", token, 4));
    }

    private static void warned(Map<String, String> kept, String format) throws Exception {
        JWTClaimsSet claims = at.verified(requireNonNull(kept.get("result")));
        assertThat(claims.getJSONObjectClaim("submods").toString()).contains(format, "ear.status=warning");
    }

    @Test
    void the_client_in_go_of_2026_attests_a_psa_device_for_a_nonce_that_it_asks_for() throws Exception {
        warned(exchanges().replayed("veraison-go-2026-psa.json"), "arm-psa");
    }

    @Test
    void the_client_in_go_of_2026_relies_on_a_cca_realm_for_a_nonce_of_its_own() throws Exception {
        warned(exchanges().replayed("veraison-go-2026-cca.json"), "arm-cca");
    }

    @Test
    void the_client_in_go_of_2021_reads_nonces_of_any_size() throws Exception {
        warned(exchanges().replayed("veraison-go-2021-psa.json"), "arm-psa");
    }

    @Test
    void the_client_in_rust_discovers_and_attests_and_reads_what_is_refused() throws Exception {
        warned(exchanges().replayed("veraison-rust.json"), "arm-psa");
    }

    @Test
    void evidence_may_come_in_a_wrappers_record_of_json_or_cbor() throws Exception {
        warned(exchanges().replayed("veraison-go-2026-cmw.json"), "arm-psa");
    }

    @Test
    void what_veraisons_own_tests_expect_of_bad_requests_is_so_here() throws Exception {
        exchanges().replayed("veraison-integration-tests.json");
    }
}
