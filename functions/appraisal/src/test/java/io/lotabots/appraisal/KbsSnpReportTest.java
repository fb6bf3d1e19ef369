package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.evidence.snp.SnpGuest;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** A report as a structure of its fields is the report in bytes. */
class KbsSnpReportTest {
    private static final byte[] REPORT = SnpGuest.on("Genoa").signed();

    private static long number(int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | REPORT[at + i] & 0xff;
        }
        return number;
    }

    private static ArrayNode octets(int at, int length) {
        ArrayNode octets = Json.MAPPER.createArrayNode();
        for (int i = 0; i < length; i++) {
            octets.add(REPORT[at + i] & 0xff);
        }
        return octets;
    }

    private static void tcb(ObjectNode report, String name, int at) {
        ObjectNode tcb = report.putObject(name);
        tcb.put("bootloader", REPORT[at] & 0xff).put("tee", REPORT[at + 1] & 0xff);
        tcb.set("_reserved", octets(at + 2, 4));
        tcb.put("snp", REPORT[at + 6] & 0xff).put("microcode", REPORT[at + 7] & 0xff);
    }

    /** As the library of version 3 has it: processor and firmware versions in reserved bytes and single fields. */
    static ObjectNode structure() {
        ObjectNode report = Json.MAPPER.createObjectNode();
        report.put("version", number(0, 4)).put("guest_svn", number(4, 4)).put("policy", number(8, 8));
        report.set("family_id", octets(0x10, 16));
        report.set("image_id", octets(0x20, 16));
        report.put("vmpl", number(0x30, 4)).put("sig_algo", number(0x34, 4));
        tcb(report, "current_tcb", 0x38);
        report.put("plat_info", number(0x40, 8))
                .put("_author_key_en", number(0x48, 4))
                .put("_reserved_0", 0);
        report.set("report_data", octets(0x50, 64));
        report.set("measurement", octets(0x90, 48));
        report.set("host_data", octets(0xC0, 32));
        report.set("id_key_digest", octets(0xE0, 48));
        report.set("author_key_digest", octets(0x110, 48));
        report.set("report_id", octets(0x140, 32));
        report.set("report_id_ma", octets(0x160, 32));
        tcb(report, "reported_tcb", 0x180);
        report.set("_reserved_1", octets(0x188, 24));
        report.set("chip_id", octets(0x1A0, 64));
        tcb(report, "committed_tcb", 0x1E0);
        report.put("current_build", number(0x1E8, 1)).put("current_minor", number(0x1E9, 1));
        report.put("current_major", number(0x1EA, 1)).put("committed_build", number(0x1EC, 1));
        report.put("committed_minor", number(0x1ED, 1)).put("committed_major", number(0x1EE, 1));
        tcb(report, "launch_tcb", 0x1F0);
        report.set("_reserved_4", octets(0x1F8, 168));
        ObjectNode signature = report.putObject("signature");
        signature.set("r", octets(0x2A0, 72));
        signature.set("s", octets(0x2E8, 72));
        return report;
    }

    @Test
    void the_bytes_follow_from_the_fields() {
        assertThat(KbsSnpReport.bytes(structure())).isEqualTo(REPORT);
    }

    @Test
    void newer_structures_name_what_older_ones_reserved() {
        ObjectNode newer = structure();
        newer.remove("_author_key_en");
        newer.put("key_info", number(0x48, 4));
        newer.remove("_reserved_1");
        newer.put("cpuid_fam_id", number(0x188, 1)).put("cpuid_mod_id", number(0x189, 1));
        newer.put("cpuid_step", number(0x18A, 1));
        for (String name : new String[] {"current", "committed"}) {
            ObjectNode version = newer.putObject(name);
            for (String part : new String[] {"build", "minor", "major"}) {
                version.set(part, newer.remove(name + "_" + part));
            }
        }
        newer.remove("_reserved_4");
        newer.putNull("launch_mit_vector");
        assertThat(KbsSnpReport.bytes(newer)).isEqualTo(REPORT);
    }

    @Test
    void turins_layout_is_told_by_the_firmware_of_its_coprocessor() {
        ObjectNode turin = structure();
        turin.putObject("reported_tcb")
                .put("fmc", 1)
                .put("bootloader", 2)
                .put("tee", 3)
                .put("snp", 4)
                .put("microcode", 5);
        byte[] bytes = KbsSnpReport.bytes(turin);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getLong(0x180))
                .isEqualTo(0x0102030400000005L);
    }

    @Test
    void what_is_no_field_of_a_report_is_refused_by_name() {
        for (String json : new String[] {
            "{\"version\":-1}", "{\"version\":4294967296}", "{\"measurement\":[1,2]}", "{\"measurement\":[256]}"
        }) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> KbsSnpReport.bytes(Json.MAPPER.readTree(json)))
                    .satisfies(refused -> assertThat(refused.sentence()).contains("attestation_report."));
        }
    }
}
