package io.lotabots.clients.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectorTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, Linux x86-64",
        "Linux, x86, Linux x86-64",
        "Linux, aarch64, Linux ARM",
        "Linux, arm, Linux ARM",
        "Linux, ppc64le, Linux PowerPC",
        "Mac OS X, x86_64, macOS Intel",
        "Mac OS X, aarch64, macOS Apple Silicon",
        "FreeBSD, amd64, FreeBSD",
        "FreeBSD, ppc64, FreeBSD"
    })
    void each_platform_has_its_collector(String os, String arch, String platform) {
        assertThat(Collector.of(os, arch).map(Collector::platform)).contains(platform);
    }

    @Test
    void other_platforms_have_none() {
        assertThat(Collector.of("Windows 11", "amd64")).isEmpty();
        assertThat(Collector.of("Linux", "riscv64")).isEmpty();
    }

    @Test
    void a_haswell_desktop_is_what_its_tables_say() {
        var machine = new LinuxX86Collector().collect(Recordings.of("linux-haswell-desktop"));
        assertThat(machine.family()).isEqualTo("x86");
        assertThat(machine.arch()).isEqualTo("haswell");
        assertThat(machine.model()).isEqualTo("OptiPlex 9020");
        assertThat(machine.cpu()).isEqualTo("Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz");
        assertThat(machine.cores()).isEqualTo(8);
        assertThat(machine.memoryGb()).isEqualTo(16);
        assertThat(machine.serial()).contains("7XK2J12");
        assertThat(machine.machine()).isEqualTo("x86_64");
        assertThat(machine.hostname()).isEqualTo("workbench");
        assertThat(machine.caches()).isEqualTo(new Caches(32 << 10, 256 << 10, 8 << 20));
        assertThat(machine.cpuFlags()).contains("sse2", "avx2").doesNotContain("hypervisor");
    }

    @Test
    void only_interfaces_with_a_device_give_their_address() {
        var machine = new LinuxX86Collector().collect(Recordings.of("linux-haswell-desktop"));
        assertThat(machine.macs()).containsExactly("b8:ca:3a:9d:10:52", "a4:34:d9:01:0b:7c");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-haswell-desktop",
        "Linux, amd64, linux-cloud-metal",
        "Linux, aarch64, linux-raspberry-pi-4",
        "Linux, ppc64le, linux-power8",
        "Linux, ppc, linux-powermac-g4",
        "Mac OS X, x86_64, mac-intel",
        "Mac OS X, aarch64, mac-m1",
        "FreeBSD, amd64, freebsd-haswell",
        "FreeBSD, ppc64, freebsd-powerpc"
    })
    void bare_metal_gives_no_indicator_but_says_where_was_looked(String os, String arch, String recording) {
        var machine = collect(os, arch, recording);
        assertThat(machine.virtual().indicators()).isEmpty();
        assertThat(machine.virtual().pathsChecked()).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-qemu-guest, /proc/cpuinfo:hypervisor flag",
        "Linux, amd64, linux-qemu-guest, /sys/class/dmi/id/sys_vendor:qemu",
        "Linux, amd64, linux-qemu-guest, dmesg:kvm",
        "Linux, amd64, linux-qemu-guest, pci:virtual device",
        "Linux, amd64, linux-qemu-guest, systemd-detect-virt:kvm",
        "Linux, aarch64, linux-arm-virtual, '/proc/device-tree/model:linux,dummy-virt'",
        "Linux, ppc64le, linux-power-guest, /proc/cpuinfo:qemu",
        "Linux, ppc64le, linux-power-guest, /proc/ppc64/lparcfg:powervm partition",
        "Mac OS X, aarch64, mac-virtual, kern.hv_vmm_present:1",
        "Mac OS X, aarch64, mac-virtual, 'hw.model:virtualmac2,1'",
        "FreeBSD, amd64, freebsd-bhyve-guest, kern.vm_guest:bhyve",
        "FreeBSD, amd64, freebsd-bhyve-guest, security.jail.jailed:jail",
        "FreeBSD, amd64, freebsd-bhyve-guest, dmesg:bhyve bhyve",
        "FreeBSD, amd64, freebsd-bhyve-guest, pci:virtual device"
    })
    void a_guest_is_told_by_each_place_that_shows_it(String os, String arch, String recording, String indicator) {
        assertThat(collect(os, arch, recording).virtual().indicators()).contains(indicator);
    }

    @Test
    void a_placeholder_is_no_serial_number() {
        assertThat(new LinuxX86Collector()
                        .collect(Recordings.of("linux-qemu-guest"))
                        .serial())
                .isEmpty();
        assertThat(new FreeBsdCollector()
                        .collect(Recordings.of("freebsd-haswell"))
                        .serial())
                .contains("ZM14BS012345");
    }

    @Test
    void a_raspberry_pi_names_its_core_and_board() {
        var machine = collect("Linux", "aarch64", "linux-raspberry-pi-4");
        assertThat(machine.family()).isEqualTo("ARM");
        assertThat(machine.arch()).isEqualTo("aarch64");
        assertThat(machine.cpu()).isEqualTo("Cortex-A72");
        assertThat(machine.model()).isEqualTo("Raspberry Pi 4 Model B Rev 1.4");
        assertThat(machine.cores()).isEqualTo(4);
        assertThat(machine.serial()).contains("10000000a3b4c5d6");
        assertThat(machine.cpuFlags()).contains("asimd");
    }

    @Test
    void a_power8_server_shows_its_vector_units() {
        var machine = collect("Linux", "ppc64le", "linux-power8");
        assertThat(machine.family()).isEqualTo("PowerPC");
        assertThat(machine.arch()).isEqualTo("power8");
        assertThat(machine.model()).isEqualTo("PowerNV 8286-41A");
        assertThat(machine.cpu()).startsWith("POWER8");
        assertThat(machine.cores()).isEqualTo(6);
        assertThat(machine.serial()).contains("10A1B2C");
        assertThat(machine.cpuFlags()).containsExactly("altivec", "vsx");
        assertThat(machine.caches().l1()).isEqualTo(64 << 10);
    }

    @ParameterizedTest
    @CsvSource({
        "'7447A, altivec supported', G4",
        "'PPC970FX, altivec supported', G5",
        "740/750, G3",
        "750CX, G3",
        "'POWER9 (architected), altivec supported', power9",
        "e500v2, default"
    })
    void powerpc_generations_are_read_from_the_processors_name(String cpu, String arch) {
        assertThat(LinuxPowerPcCollector.generation(cpu)).isEqualTo(arch);
    }

    @Test
    void an_intel_mac_is_read_from_sysctl_and_system_profiler() {
        var machine = collect("Mac OS X", "x86_64", "mac-intel");
        assertThat(machine.family()).isEqualTo("x86");
        assertThat(machine.arch()).isEqualTo("haswell");
        assertThat(machine.model()).isEqualTo("MacBookPro11,3");
        assertThat(machine.cores()).isEqualTo(8);
        assertThat(machine.memoryGb()).isEqualTo(16);
        assertThat(machine.serial()).contains("C02ABCDEFG8W");
        assertThat(machine.macs()).containsExactly("3c:15:c2:d0:11:22");
        assertThat(machine.cpuFlags()).contains("sse4.2", "avx2");
        assertThat(machine.caches().l3()).isEqualTo(6 << 20);
        assertThat(machine.hostname()).isEqualTo("studio.local");
    }

    @Test
    void an_apple_silicon_mac_names_its_generation() {
        var machine = collect("Mac OS X", "aarch64", "mac-m1");
        assertThat(machine.family()).isEqualTo("Apple Silicon");
        assertThat(machine.arch()).isEqualTo("M1");
        assertThat(machine.machine()).isEqualTo("arm64");
        assertThat(machine.serial()).contains("C02XYZ123ABC");
        assertThat(machine.macs()).hasSize(3).startsWith("f4:d4:88:6b:00:01");
        assertThat(machine.cpuFlags()).contains("neon");
    }

    @Test
    void freebsd_is_read_from_sysctl_kenv_and_the_starts_log() {
        var machine = collect("FreeBSD", "amd64", "freebsd-haswell");
        assertThat(machine.arch()).isEqualTo("haswell");
        assertThat(machine.cpu()).isEqualTo("Intel(R) Xeon(R) CPU E3-1231 v3 @ 3.40GHz");
        assertThat(machine.machine()).isEqualTo("x86_64");
        assertThat(machine.memoryGb()).isEqualTo(32);
        assertThat(machine.macs()).containsExactly("0c:c4:7a:12:34:56");
        assertThat(machine.cpuFlags()).contains("sse2", "ssse3", "avx");
        assertThat(machine.virtual().kernelLogScanned()).isTrue();
    }

    @Test
    void freebsd_on_power_asks_for_its_vector_unit() {
        var machine = collect("FreeBSD", "ppc64", "freebsd-powerpc");
        assertThat(machine.family()).isEqualTo("PowerPC");
        assertThat(machine.arch()).isEqualTo("power9");
        assertThat(machine.cpuFlags()).containsExactly("altivec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Linux/amd64",
                "Linux/aarch64",
                "Linux/ppc64le",
                "Mac OS X/x86_64",
                "Mac OS X/aarch64",
                "FreeBSD/amd64"
            })
    void a_machine_without_any_tool_still_gives_an_answer_with_notes(String platform) {
        var parts = platform.split("/", 2);
        var machine = Collector.of(parts[0], parts[1]).orElseThrow().collect(Recordings.nothing());
        assertThat(machine.cores()).isEqualTo(1);
        assertThat(machine.memoryGb()).isEqualTo(1);
        assertThat(machine.serial()).isEqualTo(Optional.empty());
        assertThat(machine.notes()).isNotEmpty().allMatch(note -> note.endsWith("is not installed"));
    }

    private static Machine collect(String os, String arch, String recording) {
        return Collector.of(os, arch).orElseThrow().collect(Recordings.of(recording));
    }
}
