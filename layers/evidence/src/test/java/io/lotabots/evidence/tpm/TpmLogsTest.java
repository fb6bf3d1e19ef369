package io.lotabots.evidence.tpm;

import static io.lotabots.evidence.Mutations.with;
import static io.lotabots.evidence.tpm.Quotes.accepted;
import static io.lotabots.evidence.tpm.Quotes.quote;
import static io.lotabots.evidence.tpm.Quotes.refused;
import static io.lotabots.evidence.tpm.Quotes.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TpmLogsTest {
    private final SoftTpm tpm = SoftTpm.ecdsa();

    @Test
    void a_log_that_does_not_lead_to_the_registers_is_refused() {
        TestLogs logs = TestLogs.boot(tpm);
        tpm.extend(4, new byte[32]);
        Evidence evidence = with(quote(tpm), "event_log", logs.events());
        refused(Reason.EVENT_LOG_MISMATCH, evidence, terms(tpm, Map.of()));
    }

    @Test
    void a_log_without_the_events_of_a_firmware_register_is_refused() {
        TestLogs logs = new TestLogs(tpm);
        tpm.extend(2, new byte[32]);
        refused(Reason.EVENT_LOG_MISMATCH, with(quote(tpm), "event_log", logs.events()), terms(tpm, Map.of()));
    }

    @Test
    void registers_that_the_system_goes_on_to_extend_need_not_be_led_to() {
        TestLogs logs = TestLogs.boot(tpm);
        logs.event(11, 0xd, new byte[3]);
        tpm.extend(11, new byte[32]);
        Evidence evidence = with(quote(tpm), "event_log", logs.events());
        assertThat(accepted(evidence, terms(tpm, Map.of())).claims())
                .containsEntry("replayed", List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L));
        logs.event(14, 0xd, new byte[3]);
        tpm.extend(14, new byte[32]);
        refused(Reason.EVENT_LOG_MISMATCH, with(quote(tpm), "event_log", logs.events()), terms(tpm, Map.of()));
    }

    @Test
    void data_that_was_not_measured_is_refused_though_the_log_replays() {
        TestLogs logs = TestLogs.boot(tpm);
        byte[] forged = logs.events();
        byte[] variable = TestLogs.secureBoot(1);
        int at = indexOf(forged, variable) + variable.length - 1;
        forged[at] = 0;
        Evidence evidence = with(quote(tpm), "event_log", forged);
        refused(Reason.EVENT_DATA_DIGEST_MISMATCH, evidence, terms(tpm, Map.of()));
    }

    @Test
    void descriptions_of_what_was_measured_may_be_anything() {
        TestLogs logs = TestLogs.boot(tpm);
        byte[] other = logs.events();
        other[indexOf(other, "where it lies".getBytes(StandardCharsets.US_ASCII))] ^= 1;
        accepted(with(quote(tpm), "event_log", other), terms(tpm, Map.of()));
    }

    @Test
    void secure_boot_is_what_the_firmware_measured_before_its_separator() {
        TestLogs off = new TestLogs(tpm);
        off.event(7, TestLogs.VARIABLE, TestLogs.secureBoot(0));
        off.event(7, TestLogs.SEPARATOR, new byte[4]);
        off.event(7, TestLogs.VARIABLE, TestLogs.secureBoot(1));
        var verdict = accepted(with(quote(tpm), "event_log", off.events()), terms(tpm, Map.of()));
        assertThat(verdict.claims()).containsEntry("secureBoot", false);
        assertThat(verdict.vector().configuration()).isEqualTo(32);
    }

    /** Types are not measured: a system that was started without Secure Boot may call its events whatever it likes. */
    @Test
    void no_other_types_make_secure_boot_of_what_was_measured_after_the_firmware() {
        TestLogs forged = new TestLogs(tpm);
        int anything = 5;
        forged.described(7, anything, TestLogs.secureBoot(0), "what it was");
        forged.described(7, anything, new byte[4], "a separator");
        forged.event(7, TestLogs.VARIABLE, TestLogs.secureBoot(1));
        var verdict = accepted(with(quote(tpm), "event_log", forged.events()), terms(tpm, Map.of()));
        assertThat(verdict.claims()).containsEntry("replayed", List.of(7L)).doesNotContainKey("secureBoot");
    }

    @Test
    void secure_boot_measured_twice_is_refused() {
        TestLogs twice = new TestLogs(tpm);
        twice.event(7, TestLogs.VARIABLE, TestLogs.secureBoot(1));
        twice.event(7, TestLogs.VARIABLE, TestLogs.secureBoot(1));
        refused(Reason.MALFORMED, with(quote(tpm), "event_log", twice.events()), terms(tpm, Map.of()));
    }

    @Test
    void the_locality_of_the_start_stands_in_the_first_register() {
        byte[] locality = Arrays.copyOf("StartupLocality\0".getBytes(StandardCharsets.US_ASCII), 17);
        locality[16] = 3;
        TestLogs logs = new TestLogs(tpm);
        logs.told(locality);
        byte[] start = new byte[32];
        start[31] = 3;
        tpm.pcrs.put(0, start);
        logs.event(0, TestLogs.SEPARATOR, new byte[4]);
        assertThat(accepted(with(quote(tpm), "event_log", logs.events()), terms(tpm, Map.of()))
                        .claims())
                .containsEntry("replayed", List.of(0L));
    }

    @Test
    void what_is_told_but_not_measured_extends_nothing() {
        TestLogs logs = TestLogs.boot(tpm);
        logs.told("anything".getBytes(StandardCharsets.US_ASCII));
        accepted(with(quote(tpm), "event_log", logs.events()), terms(tpm, Map.of()));
    }

    @Test
    void a_log_that_ends_within_an_event_is_refused() {
        byte[] events = TestLogs.boot(tpm).events();
        for (int length : new int[] {0, 1, 31, 40, events.length - 1}) {
            refused(
                    Reason.MALFORMED,
                    with(quote(tpm), "event_log", Arrays.copyOf(events, length)),
                    terms(tpm, Map.of()));
        }
    }

    @Test
    void ima_entries_after_the_quote_are_not_counted_and_missing_ones_are_missed() {
        TestLogs logs = TestLogs.boot(tpm);
        byte[] atTheQuote = logs.ima();
        Evidence evidence = quote(tpm);
        logs.measured("/usr/bin/later", new byte[32]);
        assertThat(accepted(with(evidence, "ima_log", logs.ima()), terms(tpm, Map.of()))
                        .claims())
                .containsEntry("ima_entries", 3L);
        refused(Reason.IMA_MISMATCH, with(quote(tpm), "ima_log", atTheQuote), terms(tpm, Map.of()));
    }

    @Test
    void ima_entries_are_hashed_again_whatever_hash_stands_beside_them() {
        TestLogs logs = TestLogs.boot(tpm);
        byte[] forged = logs.ima();
        forged[indexOf(forged, "miner".getBytes(StandardCharsets.US_ASCII))] ^= 1;
        refused(Reason.IMA_MISMATCH, with(quote(tpm), "ima_log", forged), terms(tpm, Map.of()));
    }

    @Test
    void violations_are_counted() {
        TestLogs logs = TestLogs.boot(tpm);
        logs.violated("/var/log/x");
        logs.measured("/usr/bin/after", new byte[32]);
        assertThat(accepted(with(quote(tpm), "ima_log", logs.ima()), terms(tpm, Map.of()))
                        .claims())
                .containsEntry("ima_entries", 5L)
                .containsEntry("ima_violations", 1L);
    }

    @Test
    void an_ima_list_of_another_boot_is_refused() {
        TestLogs logs = new TestLogs(tpm);
        logs.aggregate(8);
        accepted(with(quote(tpm), "ima_log", logs.ima()), terms(tpm, Map.of()));
        tpm.extend(0, new byte[32]);
        refused(Reason.IMA_MISMATCH, with(quote(tpm), "ima_log", logs.ima()), terms(tpm, Map.of()));
    }

    @Test
    void an_ima_list_without_its_register_is_refused() {
        TestLogs logs = TestLogs.boot(tpm);
        refused(
                Reason.MISSING_PCR,
                with(quote(tpm, tpm.message(Quotes.NONCE, 0, 7)), "ima_log", logs.ima()),
                terms(tpm, Map.of()));
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    @Test
    void files_that_ran_are_among_those_that_the_policy_names() {
        TestLogs logs = TestLogs.boot(tpm);
        List<String> files = List.of("00".repeat(32), "11".repeat(32));
        Evidence evidence = with(quote(tpm), "ima_log", logs.ima());
        accepted(evidence, terms(tpm, Map.of("ima_files", files)));
        refused(Reason.MEASUREMENT_MISMATCH, evidence, terms(tpm, Map.of("ima_files", "00".repeat(32))));
        refused(Reason.MISSING_PART, quote(tpm), terms(tpm, Map.of("ima_files", files)));
        logs.violated("/tmp/log");
        Evidence violated = with(quote(tpm), "ima_log", logs.ima());
        accepted(violated, terms(tpm, Map.of()));
        refused(Reason.MEASUREMENT_MISMATCH, violated, terms(tpm, Map.of("ima_files", files)));
    }
}
