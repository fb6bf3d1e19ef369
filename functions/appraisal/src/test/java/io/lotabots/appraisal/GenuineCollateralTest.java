package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.appraisal.RecordedVendors.Recorded;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.platform.PrimingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A machine without a way to the vendors appraises genuine evidence by collateral that was brought by hand; where this machine
 * has the samples. The vendors' own roots count, and the clock stands where the samples were current.
 */
class GenuineCollateralTest {
    /** When the lists, identities and TCB info of the samples were current. */
    private static final Instant FRESH = Instant.parse("2025-07-01T00:00:00Z");

    private static final String SGX = "sgx/phala_sgx_quote_collateral.json";
    private static final String TDX = "tdx/phala_tdx_quote_collateral.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<Path> folder = Optional.empty();

    private final CollateralStore store = new CollateralStore();
    private final MemoryObjects transport = new MemoryObjects(store::answer);

    /** @param issuers empty for what a root signed; {@code header} is where Intel sends them */
    private record Piece(byte[] content, byte[] issuers, String path, String header) {}

    @BeforeAll
    static void find() {
        folder = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/evidence/vectors"))
                .filter(path -> Files.isRegularFile(path.resolve("cases.json")))
                .findFirst();
        if (folder.isEmpty()) {
            System.out.println("genuine collateral: skipped, this machine does not have the samples");
        }
    }

    @BeforeEach
    void have() {
        assumeTrue(folder.isPresent(), "the samples are not on this machine");
    }

    private static byte[] file(String path) throws IOException {
        return Files.readAllBytes(folder.orElseThrow().resolve(path));
    }

    private static JsonNode sample(String id) throws IOException {
        return StreamSupport.stream(JSON.readTree(file("cases.json")).spliterator(), false)
                .filter(node -> node.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What Intel answered, taken out of one file of the samples, by our keys. */
    private static Map<String, Piece> intel(String path) throws Exception {
        JsonNode parts = JSON.readTree(file(path));
        JsonNode info = JSON.readTree(parts.path("tcb_info").asText());
        String technology = info.path("id").asText().equals("TDX") ? "tdx" : "sgx";
        String fmspc = info.path("fmspc").asText().toLowerCase(Locale.ROOT);
        byte[] pckIssuers = text(parts, "pck_crl_issuer_chain");
        String authority = Certificates.pem(pckIssuers, 4)
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName()
                        .contains("Platform")
                ? "platform"
                : "processor";
        Map<String, Piece> pieces = new LinkedHashMap<>();
        pieces.put("intel/sgx/rootcacrl", new Piece(hex(parts, "root_ca_crl"), new byte[0], "/IntelSGXRootCA.der", ""));
        pieces.put(
                "intel/sgx/pckcrl/" + authority,
                new Piece(
                        hex(parts, "pck_crl"),
                        pckIssuers,
                        "/sgx/certification/v4/pckcrl?encoding=der&ca=" + authority,
                        "SGX-PCK-CRL-Issuer-Chain"));
        pieces.put(
                "intel/" + technology + "/tcb/" + fmspc,
                new Piece(
                        signed("tcbInfo", parts, "tcb_info"),
                        text(parts, "tcb_info_issuer_chain"),
                        "/" + technology + "/certification/v4/tcb?fmspc=" + fmspc,
                        "TCB-Info-Issuer-Chain"));
        pieces.put(
                "intel/" + technology + "/qe/identity",
                new Piece(
                        signed("enclaveIdentity", parts, "qe_identity"),
                        text(parts, "qe_identity_issuer_chain"),
                        "/" + technology + "/certification/v4/qe/identity",
                        "SGX-Enclave-Identity-Issuer-Chain"));
        return pieces;
    }

    private static byte[] signed(String member, JsonNode parts, String field) {
        return ("{\"" + member + "\":" + parts.path(field).asText() + ",\"signature\":\""
                        + parts.path(field + "_signature").asText() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(JsonNode parts, String field) {
        return parts.path(field).asText().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(JsonNode parts, String field) {
        return HexFormat.of().parseHex(parts.path(field).asText());
    }

    private void load(String key, byte[] content, byte[] issuers, Instant at) throws EvidenceRefused {
        CollateralLoader.Loaded loaded =
                new CollateralLoader(Service.over(transport)).load(key, content, issuers, at.getEpochSecond());
        assertThat(loaded.byVendor()).as(key).isTrue();
        assertThat(loaded.row().stale(at.getEpochSecond())).as(key).isFalse();
    }

    private Appraisal appraised(JsonNode one, String format, Map<String, byte[]> parts) {
        JsonNode params = one.path("params");
        List<String> accepted = new ArrayList<>();
        params.path("accept").forEach(status -> accepted.add(status.asText()));
        PolicyDocument policy = accepted.isEmpty()
                ? PolicyDocument.STRICT
                : new PolicyDocument("wide", 1, List.of(), Map.of(format, Map.of("accept", accepted)), List.of());
        String nonce = params.path("nonce").asText(bound(one));
        Kinds kinds = AllKinds.kinds();
        Appraiser appraiser = new Appraiser(Service.over(transport), kinds);
        List<String> missed = new ArrayList<>();
        long at = Instant.parse(params.path("verify_at").asText()).getEpochSecond();
        List<Appraisal> appraisals = appraiser.appraise(
                List.of(new Submitted.Piece("cpu0", kinds.named(format), new Evidence(parts))),
                HexFormat.of().parseHex(nonce),
                policy,
                _ -> Map.of(),
                missed,
                at);
        appraiser.want(appraisals, missed, at);
        return appraisals.getFirst();
    }

    /** Cases that bind nothing are bound to what their own evidence holds: the service always binds. */
    private static String bound(JsonNode one) {
        return one.at("/expect/claims/report_data").asText("00".repeat(64));
    }

    private static void asExpected(Appraisal appraisal, JsonNode one) {
        assertThat(appraisal.accepted())
                .as("%s %s", one.path("id"), appraisal.refused())
                .isEqualTo(one.at("/expect/verdict").asText().equals("accept"));
        one.at("/expect/claims").properties().forEach(claim -> {
            if (claim.getValue().isTextual() && appraisal.claims().containsKey(claim.getKey())) {
                assertThat(appraisal.claims())
                        .containsEntry(claim.getKey(), claim.getValue().asText());
            }
        });
    }

    @Test
    void quotes_of_intels_have_their_verdicts_by_collateral_that_was_loaded_by_hand() throws Exception {
        for (String path : List.of(TDX, SGX)) {
            for (Map.Entry<String, Piece> piece : intel(path).entrySet()) {
                load(piece.getKey(), piece.getValue().content, piece.getValue().issuers, FRESH);
            }
        }
        for (String id : List.of(
                "tdx-01-v4-uptodate",
                "sgx-01-v3-config-needed",
                "sgx-01b-v3-accept-config",
                "tdx-05-nonce-wrong",
                "tdx-06-collateral-expired",
                "tdx-07-collateral-future")) {
            JsonNode one = sample(id);
            Appraisal appraisal = appraised(
                    one, "dcap", Map.of("quote", file(one.at("/inputs/quote").asText())));
            asExpected(appraisal, one);
            if (appraisal.accepted()) {
                assertThat(appraisal.claims()).containsKey("tcb_status");
                assertThat(appraisal.cautions())
                        .extracting(Appraisal.Note::code)
                        .doesNotContain(Reason.COLLATERAL_MISSING.code());
            }
        }
    }

    @Test
    void what_intel_answered_is_fetched_with_its_headers_and_gives_the_same_verdict() throws Exception {
        try (RecordedVendors vendors = new RecordedVendors()) {
            JsonNode one = sample("tdx-01-v4-uptodate");
            Map<String, byte[]> parts =
                    Map.of("quote", file(one.at("/inputs/quote").asText()));
            assertThat(appraised(one, "dcap", parts).cautions())
                    .extracting(Appraisal.Note::code)
                    .containsExactly(Reason.COLLATERAL_MISSING.code());
            Map<String, Piece> pieces = intel(TDX);
            pieces.values()
                    .forEach(piece -> vendors.answers.put(
                            piece.path,
                            piece.header.isEmpty()
                                    ? Recorded.of(piece.content)
                                    : Recorded.of(piece.content, piece.header, piece.issuers)));
            Aws aws = Aws.of(
                    Service.env(Map.of("INTEL_PCS_URL", vendors.base, "INTEL_CERTIFICATES_URL", vendors.base)),
                    () -> transport);
            Map<String, Object> run = new FetchCollateral(aws)
                    .handleRequest(Map.of("time", FRESH.toString()), new PrimingContext("FetchCollateral"));
            assertThat(run).containsEntry("fetched", pieces.size()).containsEntry("stale", 0L);
            assertThat(store.stored()).containsAll(pieces.keySet());

            Appraisal appraisal = appraised(one, "dcap", parts);
            asExpected(appraisal, one);
            assertThat(appraisal.claims()).containsEntry("tcb_status", "UpToDate");
            assertThat(appraisal.cautions()).isEmpty();
        }
    }

    @Test
    void collateral_is_taken_while_it_is_current_and_as_its_vendor_signed_it() throws Exception {
        Map<String, Piece> pieces = intel(TDX);
        Instant late = Instant.parse("2026-06-01T00:00:00Z");
        pieces.forEach((key, piece) -> {
            assertThatExceptionOfType(EvidenceRefused.class)
                    .as(key)
                    .isThrownBy(() -> load(key, piece.content, piece.issuers, late))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.COLLATERAL_EXPIRED));
            byte[] flipped = piece.content.clone();
            flipped[flipped.length / 2] ^= 1;
            assertThatExceptionOfType(EvidenceRefused.class)
                    .as(key)
                    .isThrownBy(() -> load(key, flipped, piece.issuers, FRESH));
        });
        assertThat(store.stored()).isEmpty();
    }

    @Test
    void a_report_of_amds_has_its_verdict_by_its_chips_certificate_and_chain_that_were_loaded_by_hand()
            throws Exception {
        JsonNode one = sample("snp-01-milan-v2-vcek");
        byte[] report = file(one.at("/inputs/report").asText());
        Appraisal before = appraised(one, "sev-snp", Map.of("report", report));
        String chip = one.at("/expect/claims/chip_id").asText();
        String key = "amd/milan/vcek/" + chip + "/" + HexFormat.of().formatHex(report, 0x180, 0x188);
        assertThat(before.refused()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(Reason.COLLATERAL_MISSING.code());
            assertThat(note.detail()).contains(key);
        });
        Instant at = Instant.parse(one.at("/params/verify_at").asText());
        load("amd/milan/vcek/cert_chain", file("roots/amd/ask_ark_milan.pem"), new byte[0], at);
        load(key, file("sev-snp/milan_virtee.vcek.der"), new byte[0], at);
        assertThat(appraised(one, "sev-snp", Map.of("report", report)).accepted())
                .as("another chip's certificate")
                .isFalse();

        load(key, file(one.at("/inputs/leaf").asText()), new byte[0], at);
        Appraisal after = appraised(one, "sev-snp", Map.of("report", report));
        asExpected(after, one);
        assertThat(after.status()).isEqualTo("warning");
        assertThat(after.claims()).containsEntry("chip_id", chip);
    }
}
