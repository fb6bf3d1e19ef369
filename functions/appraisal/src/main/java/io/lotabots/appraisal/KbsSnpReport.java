package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An SNP report as guests of Trustee send it: a JSON structure of its fields, as the library that they use names them. The
 * report's bytes follow from it (AMD publication 56860, table 23); a field that is wrong or missing breaks its signature.
 */
final class KbsSnpReport {
    private static final int BYTES = 1184;

    private final JsonNode sent;
    private final byte[] report = new byte[BYTES];

    private KbsSnpReport(JsonNode sent) {
        this.sent = sent;
    }

    /** @throws io.lotabots.platform.Refusal when a field is no number or no bytes of its length */
    static byte[] bytes(JsonNode sent) {
        return new KbsSnpReport(sent).assembled();
    }

    private byte[] assembled() {
        number(0x00, 4, "version");
        number(0x04, 4, "guest_svn");
        number(0x08, 8, "policy");
        field(0x10, 16, "family_id");
        field(0x20, 16, "image_id");
        number(0x30, 4, "vmpl");
        number(0x34, 4, "sig_algo");
        tcb(0x38, "current_tcb");
        number(0x40, 8, "plat_info");
        number(0x48, 4, "key_info", "_author_key_en", "author_key_en");
        field(0x50, 64, "report_data");
        field(0x90, 48, "measurement");
        field(0xC0, 32, "host_data");
        field(0xE0, 48, "id_key_digest");
        field(0x110, 48, "author_key_digest");
        field(0x140, 32, "report_id");
        field(0x160, 32, "report_id_ma");
        tcb(0x180, "reported_tcb");
        // Older structures keep what later ones name as reserved bytes.
        field(0x188, 24, "_reserved_1");
        number(0x188, 1, "cpuid_fam_id");
        number(0x189, 1, "cpuid_mod_id");
        number(0x18A, 1, "cpuid_step");
        field(0x1A0, 64, "chip_id");
        tcb(0x1E0, "committed_tcb");
        firmware(0x1E8, "current");
        firmware(0x1EC, "committed");
        tcb(0x1F0, "launch_tcb");
        field(0x1F8, 168, "_reserved_4");
        number(0x1F8, 8, "launch_mit_vector");
        number(0x200, 8, "current_mit_vector");
        octets(0x2A0, 72, "r", sent.path("signature").path("r"));
        octets(0x2E8, 72, "s", sent.path("signature").path("s"));
        return report;
    }

    /** A number in little-endian order, under the first of the names that is there. */
    private void number(int at, int length, String... names) {
        for (String name : names) {
            JsonNode value = sent.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                little(at, length, name, value);
                return;
            }
        }
    }

    private void little(int at, int length, String name, JsonNode value) {
        if (!value.isIntegralNumber()
                || value.bigIntegerValue().signum() < 0
                || value.bigIntegerValue().bitLength() > 8 * length) {
            throw Fields.invalid("attestation_report." + name, "must be a whole number of " + length + " bytes");
        }
        long number = value.bigIntegerValue().longValue();
        for (int i = 0; i < length; i++) {
            report[at + i] = (byte) (number >> 8 * i);
        }
    }

    private void field(int at, int length, String name) {
        JsonNode value = sent.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            octets(at, length, name, value);
        }
    }

    private void octets(int at, int length, String name, JsonNode value) {
        byte[] bytes = KbsEvidence.bytes("attestation_report." + name, value);
        // Newer structures keep fewer of the reserved bytes.
        if (bytes.length != length && !name.startsWith("_")) {
            throw Fields.invalid("attestation_report." + name, "must have " + length + " bytes, got " + bytes.length);
        }
        System.arraycopy(bytes, 0, report, at, Math.min(length, bytes.length));
    }

    /** A version of the TCB: where it names the firmware of the coprocessor it is of Turin's layout. */
    private void tcb(int at, String name) {
        JsonNode tcb = sent.path(name);
        boolean turin = tcb.path("fmc").isNumber();
        List<String> parts = turin
                ? List.of("fmc", "bootloader", "tee", "snp", "", "", "", "microcode")
                : List.of("bootloader", "tee", "", "", "", "", "snp", "microcode");
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = tcb.path(parts.get(i));
            if (!parts.get(i).isEmpty()) {
                little(at + i, 1, name + "." + parts.get(i), part);
            }
        }
    }

    /** Build, minor and major: three fields, or one structure of them. */
    private void firmware(int at, String name) {
        JsonNode version = sent.path(name);
        List<String> parts = List.of("build", "minor", "major");
        for (int i = 0; i < parts.size(); i++) {
            if (version.isObject()) {
                little(at + i, 1, name + "." + parts.get(i), version.path(parts.get(i)));
            } else {
                number(at + i, 1, name + "_" + parts.get(i));
            }
        }
    }
}
