package io.lotabots.clients.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParsersTest {
    @ParameterizedTest
    @CsvSource({"32K, 32768", "16317552 kB, 16709173248", "8M, 8388608", "1024, 1024", "2 GiB, 2147483648"})
    void sizes_are_powers_of_two(String text, long bytes) {
        assertThat(Numbers.bytes(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-3K", "1e9", "999999999999999G", "12 parsecs"})
    void what_is_no_size_gives_nothing(String text) {
        assertThat(Numbers.bytes(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To Be Filled By O.E.M.",
                "None",
                "Default string",
                "00000000",
                "xxxxxxxx",
                "0",
                "System Serial Number",
                "----"
            })
    void placeholders_are_no_serials(String text) {
        assertThat(Serials.real(Optional.of(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:00:00:00:00:00",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01",
                "aa:bb:cc",
                "aa-bb-cc-dd-ee-ff",
                ""
            })
    void what_names_no_card_is_no_address(String text) {
        assertThat(Macs.usable(text)).isEmpty();
    }

    @Test
    void hypervisors_are_whole_words() {
        assertThat(Hypervisors.named("VMware, Inc.")).contains("vmware");
        assertThat(Hypervisors.named("Xen HVM domU")).isPresent();
        assertThat(Hypervisors.named("KVMSW-1200 by Xenon Lawsuits")).isEmpty();
        assertThat(Hypervisors.named("Axen Computer")).isEmpty();
    }

    @Test
    void a_kernel_that_could_be_a_host_is_not_a_guest() {
        assertThat(Hypervisors.detected("[0.0] Booting paravirtualized kernel on bare hardware"))
                .isEmpty();
        assertThat(Hypervisors.detected("kvm [1]: Hyp mode initialized successfully"))
                .isEmpty();
        assertThat(Hypervisors.detected("[0.0] Hypervisor detected: Microsoft Hyper-V"))
                .contains("microsoft hyper-v");
    }

    @Test
    void pci_vendors_are_read_from_both_tools_and_both_forms() {
        assertThat(PciDevices.lspci("0000:00:02.0 0200: 1af4:1041 (rev 01)\nrubbish"))
                .containsExactly(0x1af4);
        assertThat(PciDevices.pciconf("a@pci0:0:2:0:\tclass=0x1 card=0x00011af4 chip=0x10001af4 rev=0x00\n"
                        + "b@pci0:0:3:0:\tclass=0x2 vendor=0x8086 device=0x1533 subvendor=0x15d9"))
                .containsExactly(0x8086, 0x1af4);
    }

    @Property(tries = 200)
    void no_text_breaks_a_parser(@ForAll String text) {
        KeyedText.parse(text, ':').first("a");
        Macs.ifconfig(text, name -> true);
        PciDevices.lspci(text);
        PciDevices.pciconf(text);
        Hypervisors.named(text);
        assertThat(CpuFlags.split(text)).allMatch(flag -> flag.equals(flag.toLowerCase(Locale.ROOT)));
    }
}
