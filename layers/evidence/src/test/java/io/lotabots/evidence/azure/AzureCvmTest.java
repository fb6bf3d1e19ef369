package io.lotabots.evidence.azure;

import static io.lotabots.evidence.azure.Machine.NONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.dcap.Platform;
import io.lotabots.evidence.snp.SnpGuest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AzureCvmTest {
    private static final String MEASUREMENT = HexFormat.of().formatHex(SnpGuest.MEASUREMENT);
    private static final AzureCvm FORMAT = new AzureCvm();
    private static final Machine GENUINE = Machine.ofSnp();
    private static final Evidence EVIDENCE = Machine.evidence(GENUINE.json());
    private static final Terms TERMS = GENUINE.terms(NONCE, Map.of());

    @Test
    void machines_of_both_kinds_are_accepted_as_both_kinds_of_attesters_write_them() {
        for (Machine machine : List.of(Machine.ofSnp(), Machine.ofTdx())) {
            for (String json : List.of(machine.json(), "\n " + machine.json(), machine.oldJson())) {
                Verdict.Accepted verdict = accepted(machine, json, Map.of());
                assertThat(verdict.status()).isEqualTo(Tier.WARNING);
                assertThat(verdict.claims())
                        .containsEntry("nonce", HexFormat.of().formatHex(NONCE))
                        .containsEntry("userData", "00ff")
                        .containsEntry("bank", "sha256");
                assertThat((Map<?, ?>) verdict.claims().get("vm")).hasSize(3);
                assertThat((Map<?, ?>) verdict.claims().get("pcrs")).hasSize(8);
                assertThat((Map<?, ?>) verdict.claims().get("hardware")).isNotEmpty();
            }
        }
    }

    @Test
    void a_machine_is_affirmed_when_its_paravisor_and_its_boot_are_as_asked() {
        Map<String, Object> boot = new HashMap<>();
        for (int pcr : new int[] {0, 2, 4}) {
            boot.put("pcr_" + pcr, HexFormat.of().formatHex(GENUINE.pcrs.get(pcr)));
        }
        assertThat(accepted(GENUINE, GENUINE.json(), boot).status()).isEqualTo(Tier.WARNING);
        Map<String, Object> both = new HashMap<>(boot);
        both.put("measurement", MEASUREMENT);
        assertThat(accepted(GENUINE, GENUINE.json(), both).status()).isEqualTo(Tier.AFFIRMING);
        assertThat(accepted(GENUINE, GENUINE.json(), Map.of("measurement", MEASUREMENT))
                        .status())
                .isEqualTo(Tier.WARNING);
        boot.put("mrtd", Platform.MRTD);
        Machine tdx = Machine.ofTdx();
        assertThat(accepted(tdx, tdx.json(), boot).status()).isEqualTo(Tier.AFFIRMING);
    }

    @Test
    void policies_of_the_hardware_and_of_the_registers_count() {
        refused(Reason.MEASUREMENT_MISMATCH, GENUINE, GENUINE.json(), Map.of("measurement", "00".repeat(48)));
        refused(Reason.MEASUREMENT_MISMATCH, GENUINE, GENUINE.json(), Map.of("pcr_0", "11".repeat(32)));
        refused(Reason.MISSING_PCR, GENUINE, GENUINE.json(), Map.of("required_pcrs", List.of("8")));
    }

    @Test
    void the_quote_is_for_the_nonce() {
        Evidence evidence = Machine.evidence(GENUINE.json());
        refused(Reason.NONCE_MISMATCH, evidence, GENUINE.terms(new byte[] {0}, Map.of()));
        refused(Reason.NONCE_MISMATCH, evidence, GENUINE.terms(Arrays.copyOf(NONCE, 64), Map.of()));
    }

    @Test
    void runtime_data_that_the_hardware_does_not_vouch_for_is_refused() {
        Machine machine = Machine.ofSnp();
        machine.reportData = Signatures.digest("SHA-256", new byte[0]);
        refused(Reason.AK_NOT_BOUND, machine, machine.json(), Map.of());
        byte[] digest = Signatures.digest("SHA-256", machine.runtimeData.getBytes(StandardCharsets.UTF_8));
        machine.reportData = Arrays.copyOf(digest, 64);
        machine.reportData[63] = 1;
        refused(Reason.AK_NOT_BOUND, machine, machine.json(), Map.of());
        Machine tdx = Machine.ofTdx();
        tdx.reportData = new byte[64];
        refused(Reason.AK_NOT_BOUND, tdx, tdx.json(), Map.of());
    }

    @Test
    void only_the_paravisor_asks_for_the_report_whatever_the_policy_says() {
        Machine machine = Machine.ofSnp();
        machine.vmpl = 1;
        refused(Reason.VMPL_TOO_HIGH, machine, machine.json(), Map.of());
        refused(Reason.VMPL_TOO_HIGH, machine, machine.json(), Map.of("max_vmpl", 3L));
    }

    @Test
    void longer_digests_vouch_as_well() {
        Machine machine = Machine.ofSnp();
        for (int hash = 1; hash <= 3; hash++) {
            machine.hash = hash;
            accepted(machine, machine.json(), Map.of());
        }
        machine.hash = 4;
        refused(Reason.UNSUPPORTED_ALGORITHM, machine, machine.json(), Map.of());
    }

    @Test
    void a_quote_of_another_machine_is_refused() {
        byte[] message = GENUINE.message();
        byte[] signature = Machine.sign(TestPki.keys("RSA-2048"), message);
        String json = GENUINE.json()
                .replaceFirst(
                        "\"signature\":\"[0-9a-f]+\"",
                        "\"signature\":\"" + HexFormat.of().formatHex(signature) + "\"");
        refused(Reason.BAD_QUOTE_SIGNATURE, GENUINE, json, Map.of());
    }

    @Test
    void registers_that_were_not_quoted_so_are_refused() {
        Machine machine = Machine.ofSnp();
        String json = machine.json().replaceFirst("\"00000000", "\"00000001");
        refused(Reason.PCR_DIGEST_MISMATCH, machine, json, Map.of());
    }

    @Test
    void a_report_of_one_kind_with_the_endorsement_of_the_other_is_malformed() {
        Machine snp = Machine.ofSnp();
        refused(Reason.MALFORMED, snp, snp.json().replace("\"vcek\"", "\"td_quote\""), Map.of());
        snp.reportType = 4;
        refused(Reason.MALFORMED, snp, snp.json(), Map.of());
        snp.reportType = 3;
        refused(Reason.UNSUPPORTED_VERSION, snp, snp.json(), Map.of());
    }

    @Test
    void a_machine_without_secure_boot_is_a_warning_or_refused_as_the_policy_says() {
        Machine machine = Machine.ofSnp();
        machine.runtimeData = machine.runtimeData.replace("\"secure-boot\":true", "\"secure-boot\":false");
        assertThat(accepted(machine, machine.json(), Map.of()).vector().configuration())
                .isEqualTo(32);
        refused(Reason.MEASUREMENT_MISMATCH, machine, machine.json(), Map.of("require_secure_boot", true));
        accepted(GENUINE, GENUINE.json(), Map.of("require_secure_boot", true));
    }

    @Test
    void runtime_data_names_a_key_that_can_be_used() {
        Machine machine = Machine.ofSnp();
        machine.runtimeData = machine.runtimeData.replace("HCLAkPub", "HCLOther");
        refused(Reason.MISSING_PART, machine, machine.json(), Map.of());
        machine.runtimeData = Machine.runtimeData("EC");
        refused(Reason.UNSUPPORTED_ALGORITHM, machine, machine.json(), Map.of());
        machine.runtimeData = Machine.runtimeData("RSA").replaceAll("\"n\":\"[^\"]+\"", "\"n\":\"!\"");
        refused(Reason.MALFORMED, machine, machine.json(), Map.of());
        machine.runtimeData = "[]";
        refused(Reason.MALFORMED, machine, machine.json(), Map.of());
    }

    @Test
    void shapes_that_are_no_evidence_are_refused() {
        String json = GENUINE.json();
        refused(Reason.MALFORMED, GENUINE, "", Map.of());
        refused(Reason.MALFORMED, GENUINE, "[]", Map.of());
        refused(Reason.MALFORMED, GENUINE, json + "x", Map.of());
        refused(Reason.UNSUPPORTED_VERSION, GENUINE, json.replace("\"version\":1", "\"version\":2"), Map.of());
        refused(Reason.MISSING_PART, GENUINE, json.replace("\"vcek\"", "\"other\""), Map.of());
        refused(Reason.MISSING_PART, GENUINE, json.replace("\"message\"", "\"other\""), Map.of());
        refused(Reason.MALFORMED, GENUINE, json.replace("\"message\":\"", "\"message\":\"x"), Map.of());
        refused(Reason.MALFORMED, GENUINE, json.replaceFirst("\"vcek\":\"", "\"vcek\":\"*"), Map.of());
        refused(Reason.MALFORMED, GENUINE, json.replaceFirst("\"vcek\":\"[^\"]+\"", "\"vcek\":[256]"), Map.of());
        refused(Reason.BAD_MAGIC, GENUINE, json.replaceFirst("\"hcl_report\":\"..", "\"hcl_report\":\"AA"), Map.of());
        String[] many = new String[33];
        Arrays.fill(many, "\"00\"");
        refused(
                Reason.BAD_LENGTH,
                GENUINE,
                json.replaceFirst("\"pcrs\":\\[", "\"pcrs\":[" + String.join(",", many) + ","),
                Map.of());
    }

    @Test
    void every_flip_of_what_is_signed_is_refused() {
        byte[] hcl = GENUINE.hclReport();
        byte[] endorsement = GENUINE.endorsement();
        byte[] message = GENUINE.message();
        byte[] signature = GENUINE.signature();
        int report = 32;
        int halves = report + 0x2A0;
        int runtime = report + 1184 + 20;
        int[][] signed = {
            {report, halves}, {halves, halves + 48}, {halves + 72, halves + 120}, {runtime, hcl.length - 100}
        };
        for (int[] span : signed) {
            flipped(hcl, span[0], span[1], bytes -> GENUINE.json(bytes, endorsement, message, signature));
        }
        flipped(message, 0, message.length, bytes -> GENUINE.json(hcl, endorsement, bytes, signature));
        flipped(signature, 0, signature.length, bytes -> GENUINE.json(hcl, endorsement, message, bytes));
        assertThat(FORMAT.verify(Machine.evidence(GENUINE.json(hcl, endorsement, message, signature)), TERMS)
                        .accepted())
                .as("as it was")
                .isTrue();
    }

    private static void flipped(byte[] genuine, int from, int to, Function<byte[], String> json) {
        for (int i = from; i < to; i++) {
            byte[] flipped = genuine.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThat(FORMAT.verify(Machine.evidence(json.apply(flipped)), TERMS)
                            .accepted())
                    .as("byte %d of %d flipped", i, genuine.length)
                    .isFalse();
        }
    }

    @Property(tries = 200)
    void whatever_comes_only_a_verdict_comes_out(@ForAll long seed) {
        byte[] mutated =
                Mutations.mutated(Objects.requireNonNull(EVIDENCE.parts().get("evidence")), seed);
        Mutations.verdictIsCheap(FORMAT, Mutations.with(EVIDENCE, "evidence", mutated), TERMS);
    }

    private static Verdict.Accepted accepted(Machine machine, String json, Map<String, Object> policy) {
        Verdict verdict = FORMAT.verify(Machine.evidence(json), machine.terms(NONCE, policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private static void refused(Reason reason, Machine machine, String json, Map<String, Object> policy) {
        refused(reason, Machine.evidence(json), machine.terms(NONCE, policy));
    }

    private static void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(FORMAT.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
