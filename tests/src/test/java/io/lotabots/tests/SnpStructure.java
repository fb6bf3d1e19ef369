package io.lotabots.tests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report of SEV-SNP as guests' agents write it: the fields of AMD's structure, as newer versions of their library name them. */
final class SnpStructure {
    private final byte[] report;

    private SnpStructure(byte[] report) {
        this.report = report;
    }

    static ObjectNode of(byte[] report) {
        return new SnpStructure(report).written();
    }

    private ObjectNode written() {
        ObjectNode out = AppraisalPlatform.json();
        out.put("version", number(0x00, 4)).put("guest_svn", number(0x04, 4)).put("policy", number(0x08, 8));
        out.set("family_id", octets(0x10, 16));
        out.set("image_id", octets(0x20, 16));
        out.put("vmpl", number(0x30, 4)).put("sig_algo", number(0x34, 4));
        out.set("current_tcb", tcb(0x38));
        out.put("plat_info", number(0x40, 8)).put("key_info", number(0x48, 4));
        out.set("report_data", octets(0x50, 64));
        out.set("measurement", octets(0x90, 48));
        out.set("host_data", octets(0xC0, 32));
        out.set("id_key_digest", octets(0xE0, 48));
        out.set("author_key_digest", octets(0x110, 48));
        out.set("report_id", octets(0x140, 32));
        out.set("report_id_ma", octets(0x160, 32));
        out.set("reported_tcb", tcb(0x180));
        out.put("cpuid_fam_id", number(0x188, 1)).put("cpuid_mod_id", number(0x189, 1));
        out.put("cpuid_step", number(0x18A, 1));
        out.set("chip_id", octets(0x1A0, 64));
        out.set("committed_tcb", tcb(0x1E0));
        out.set("current", firmware(0x1E8));
        out.set("committed", firmware(0x1EC));
        out.set("launch_tcb", tcb(0x1F0));
        out.putNull("launch_mit_vector").putNull("current_mit_vector");
        ObjectNode signature = out.putObject("signature");
        signature.set("r", octets(0x2A0, 72));
        signature.set("s", octets(0x2E8, 72));
        return out;
    }

    private long number(int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | report[at + i] & 0xff;
        }
        return number;
    }

    private ArrayNode octets(int at, int length) {
        ArrayNode octets = Http.JSON.createArrayNode();
        for (int i = 0; i < length; i++) {
            octets.add(report[at + i] & 0xff);
        }
        return octets;
    }

    private ObjectNode tcb(int at) {
        return AppraisalPlatform.json()
                .putNull("fmc")
                .put("bootloader", number(at, 1))
                .put("tee", number(at + 1, 1))
                .put("snp", number(at + 6, 1))
                .put("microcode", number(at + 7, 1));
    }

    private ObjectNode firmware(int at) {
        return AppraisalPlatform.json()
                .put("build", number(at, 1))
                .put("minor", number(at + 1, 1))
                .put("major", number(at + 2, 1));
    }
}
