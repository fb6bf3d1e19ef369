package io.lotabots.evidence.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and registers as Keylime's agents send them. */
class ImaTextTest {
    private static final String HASH = "0".repeat(40);
    private static final String DIGEST = "ab".repeat(32);

    private static byte[] binary(String text) throws EvidenceRefused {
        return ImaText.binary(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_list_as_text_is_the_same_list_as_in_bytes() throws EvidenceRefused {
        TestLogs logs = TestLogs.boot(SoftTpm.ecdsa());
        logs.measured("/a name/with spaces", new byte[32]);
        assertThat(binary(logs.text())).isEqualTo(logs.ima());
    }

    @Test
    void a_signature_stands_behind_the_name_or_nowhere() throws EvidenceRefused {
        String line = "10 " + HASH + " ima-sig sha256:" + DIGEST + " /usr/bin/env ";
        byte[] without = binary(line + "\n");
        byte[] with = binary(line + "030204\n");
        assertThat(with).hasSize(without.length + 3).endsWith(3, 0, 0, 0, 3, 2, 4);
        assertThat(without).endsWith(0, 0, 0, 0);
        assertThat(new String(
                        binary("10 " + HASH + " ima-ngv2 ima:sha256:" + DIGEST + " /x"), StandardCharsets.ISO_8859_1))
                .contains("ima:sha256:\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10",
                "10 00 ima-ng sha256:ab /x",
                "10 0000000000000000000000000000000000000000 ima-ng nothing /x",
                "10 0000000000000000000000000000000000000000 ima-sig sha256:ab /x",
                "10 0000000000000000000000000000000000000000 ima-sig sha256:ab /x zz",
                "10 0000000000000000000000000000000000000000 ima-own sha256:ab /x"
            })
    void what_is_no_list_is_refused_by_line(String text) {
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> binary("\n" + text))
                .satisfies(refused -> assertThat(refused.detail()).startsWith("line 2 of the IMA list"));
    }

    @Test
    void registers_out_of_memory_are_those_that_were_written() throws EvidenceRefused {
        TreeMap<Integer, byte[]> registers = new TreeMap<>();
        for (int pcr = 0; pcr <= 10; pcr++) {
            byte[] value = new byte[32];
            value[0] = (byte) (pcr + 1);
            registers.put(pcr, value);
        }
        byte[] blob = TestPcrBlob.of(registers);
        String json = new String(PcrBlob.json(blob), StandardCharsets.US_ASCII);
        assertThat(json).startsWith("{\"sha256\":{\"0\":\"0100").contains("\"10\":\"0b00");
        for (int length : new int[] {0, 3, 100, blob.length - 1}) {
            assertThatExceptionOfType(EvidenceRefused.class)
                    .isThrownBy(() -> PcrBlob.json(Arrays.copyOf(blob, length)));
        }
        blob[4 + 16 * 8 + 4 + 4] = 65;
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> PcrBlob.json(blob))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Property(tries = 300)
    void any_bytes_are_read_or_refused(@ForAll byte[] bytes) {
        try {
            assertThat(ImaText.binary(bytes)).isNotNull();
            assertThat(PcrBlob.json(bytes)).isNotEmpty();
        } catch (EvidenceRefused refused) {
            assertThat(refused.detail()).isNotBlank();
        }
    }
}
