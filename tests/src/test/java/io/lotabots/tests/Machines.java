package io.lotabots.tests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;

/** Payload parts of machines as their miners send them, measured anew (by a seeded generator) each time. */
final class Machines {
    private Machines() {}

    static ObjectNode modernX86(String serial) {
        return Http.JSON
                .createObjectNode()
                .put("family", "x86_64")
                .put("arch", "modern")
                .put("model", "ThinkStation P3")
                .put("cpu", "AMD Ryzen 7 5800X 8-Core Processor")
                .put("cores", 16)
                .put("memory_gb", 32)
                .put("serial", serial)
                .put("machine", "x86_64");
    }

    static ObjectNode powerPcG4(String serial) {
        return Http.JSON
                .createObjectNode()
                .put("family", "PowerPC")
                .put("arch", "G4")
                .put("model", "PowerMac3,6")
                .put("cpu", "PowerPC 7455 (G4)")
                .put("cores", 2)
                .put("memory_gb", 2)
                .put("serial", serial)
                .put("machine", "Power Macintosh");
    }

    /** A fingerprint in which every check passes, on x86 or on PowerPC. */
    static ObjectNode fingerprint(Random random, boolean powerPc) {
        ObjectNode checks = Http.JSON.createObjectNode();
        ObjectNode clock = data(checks, "clock_drift");
        put(clock, "mean_ns", 25_000 + 500 * random.nextDouble());
        put(clock, "stdev_ns", 1_300 + 300 * random.nextDouble());
        put(clock, "cv", 0.04 + 0.04 * random.nextDouble());
        put(clock, "drift_stdev", 90 + 40 * random.nextDouble());
        clock.put("samples", 200);
        ObjectNode cache = data(checks, "cache_timing");
        double l1 = 60 + 20 * random.nextDouble();
        put(cache, "l1_ns", l1);
        put(cache, "l2_ns", l1 * 1.4);
        put(cache, "l3_ns", l1 * 2.1);
        put(cache, "l2_l1_ratio", 1.4);
        put(cache, "l3_l2_ratio", 1.5);
        ObjectNode simd = data(checks, "simd_identity");
        simd.put("arch", powerPc ? "ppc" : "x86_64").put("simd_flags_count", powerPc ? 1 : 40);
        simd.put("has_sse", !powerPc)
                .put("has_avx", !powerPc)
                .put("has_altivec", powerPc)
                .put("has_neon", false);
        ArrayNode flags = simd.putArray("sample_flags");
        (powerPc ? flags.add("altivec") : flags.add("sse4_2").add("avx2")).size();
        ObjectNode thermal = data(checks, "thermal_drift");
        put(thermal, "cold_avg_ns", 10_000 + 200 * random.nextDouble());
        put(thermal, "hot_avg_ns", 10_900 + 300 * random.nextDouble());
        put(thermal, "cold_stdev", 120 + 40 * random.nextDouble());
        put(thermal, "hot_stdev", 150 + 40 * random.nextDouble());
        put(thermal, "drift_ratio", 1.05 + 0.06 * random.nextDouble());
        ObjectNode jitter = data(checks, "instruction_jitter");
        for (String kind : new String[] {"int", "fp", "branch"}) {
            put(jitter, kind + "_avg_ns", 4_000 + 300 * random.nextDouble());
            put(jitter, kind + "_stdev", 300 + 100 * random.nextDouble());
        }
        ObjectNode emulation = data(checks, "anti_emulation");
        emulation.putArray("vm_indicators");
        emulation.put("indicator_count", 0).put("is_likely_vm", false);
        ObjectNode fingerprint = Http.JSON.createObjectNode();
        fingerprint.set("checks", checks);
        return fingerprint.put("all_passed", true);
    }

    /** The same machine, seen by its own check to be virtual. */
    static ObjectNode virtual(ObjectNode fingerprint) {
        ObjectNode emulation = (ObjectNode) fingerprint.at("/checks/anti_emulation");
        emulation.put("passed", false);
        ObjectNode data = (ObjectNode) emulation.get("data");
        data.putArray("vm_indicators").add("cpuinfo:hypervisor");
        data.put("indicator_count", 1).put("is_likely_vm", true);
        return fingerprint.put("all_passed", false);
    }

    private static ObjectNode data(ObjectNode checks, String name) {
        ObjectNode check = checks.putObject(name);
        check.put("passed", true);
        return check.putObject("data");
    }

    private static void put(ObjectNode node, String name, double value) {
        node.put(
                name,
                BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).doubleValue());
    }
}
