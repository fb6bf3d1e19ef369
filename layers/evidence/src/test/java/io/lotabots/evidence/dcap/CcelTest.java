package io.lotabots.evidence.dcap;

import static io.lotabots.evidence.dcap.Verdicts.accepted;
import static io.lotabots.evidence.dcap.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log of a guest's boot against the registers of its quote. */
class CcelTest {
    private static final int RTMR = 328;
    private static final int NO_ACTION = 3;
    private static final int SEPARATOR = 4;
    private static final int VARIABLE = 0x80000001;
    private static final int SHA384 = 0x0C;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Platform platform = Platform.ofTdx();

    CcelTest() {
        byte[] spec = little(33)
                .put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII))
                .putLong(0)
                .putInt(1)
                .putShort((short) SHA384)
                .putShort((short) 48)
                .put((byte) 0)
                .array();
        log.writeBytes(little(32)
                .putInt(1)
                .putInt(NO_ACTION)
                .put(new byte[20])
                .putInt(spec.length)
                .array());
        log.writeBytes(spec);
        event(1, VARIABLE, secureBoot());
        event(1, SEPARATOR, new byte[4]);
        event(2, SEPARATOR, new byte[4]);
        event(3, 0x0D, "what the loader started".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_log_that_leads_to_the_registers_is_told_of() {
        for (int unwritten : new int[] {0, 1, 4096}) {
            byte[] table = Arrays.copyOf(log.toByteArray(), log.size() + unwritten);
            Arrays.fill(table, log.size(), table.length, (byte) 0xff);
            assertThat(accepted(evidence(table), platform.terms(Map.of())).claims())
                    .containsEntry("events", 5L)
                    .containsEntry("replayed", List.of(0L, 1L, 2L, 3L))
                    .containsEntry("secureBoot", true);
        }
    }

    @Test
    void the_last_register_belongs_to_what_runs_later() {
        platform.body[RTMR + 3 * 48] ^= 1;
        assertThat(accepted(evidence(log.toByteArray()), platform.terms(Map.of()))
                        .claims())
                .containsEntry("replayed", List.of(0L, 1L, 2L));
    }

    @Test
    void a_log_that_leads_elsewhere_is_refused() {
        for (int register = 0; register < 3; register++) {
            platform.body[RTMR + register * 48] ^= 1;
            refused(Reason.EVENT_LOG_MISMATCH, evidence(log.toByteArray()), platform.terms(Map.of()));
            platform.body[RTMR + register * 48] ^= 1;
        }
        byte[] shorter = Arrays.copyOf(log.toByteArray(), log.size() - 89);
        refused(Reason.EVENT_LOG_MISMATCH, evidence(shorter), platform.terms(Map.of()));
    }

    @Test
    void data_that_was_not_what_was_measured_is_refused() {
        byte[] forged = log.toByteArray();
        int value = 32 + 33 + 66 + 32 + 20;
        assertThat(forged[value]).isEqualTo((byte) 1);
        forged[value] = 0;
        refused(Reason.EVENT_DATA_DIGEST_MISMATCH, evidence(forged), platform.terms(Map.of()));
    }

    @Test
    void a_log_that_cannot_be_read_is_malformed_and_an_enclave_has_none() {
        byte[] cut = Arrays.copyOf(log.toByteArray(), log.size() - 1);
        refused(Reason.MALFORMED, evidence(cut), platform.terms(Map.of()));
        refused(Reason.MALFORMED, evidence(new byte[0]), platform.terms(Map.of()));
        Platform sgx = Platform.ofSgx();
        Evidence ofEnclave = new Evidence(Map.of("quote", sgx.quote(), "ccel", log.toByteArray()));
        refused(Reason.EVENT_LOG_MISMATCH, ofEnclave, sgx.terms(Map.of()));
    }

    private Evidence evidence(byte[] ccel) {
        return new Evidence(Map.of("quote", platform.quote(), "ccel", ccel));
    }

    /** Measures and logs, as firmware does. */
    private void event(int register, int type, byte[] data) {
        byte[] digest = Signatures.digest("SHA-384", data);
        log.writeBytes(little(66 + data.length)
                .putInt(register)
                .putInt(type)
                .putInt(1)
                .putShort((short) SHA384)
                .put(digest)
                .putInt(data.length)
                .put(data)
                .array());
        int at = RTMR + (register - 1) * 48;
        byte[] before = Arrays.copyOfRange(platform.body, at, at + 48);
        System.arraycopy(Signatures.digest("SHA-384", before, digest), 0, platform.body, at, 48);
    }

    private static byte[] secureBoot() {
        byte[] name = "SecureBoot".getBytes(StandardCharsets.UTF_16LE);
        return little(32 + name.length + 1)
                .put(HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c"))
                .putLong(name.length / 2)
                .putLong(1)
                .put(name)
                .put((byte) 1)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
