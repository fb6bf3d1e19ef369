package io.lotabots.evidence.tpm;

import static io.lotabots.evidence.tpm.Quotes.FORMAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpmMutationsTest {
    private static final List<String> PARTS = List.of(
            "ak_public",
            "message",
            "signature",
            "pcrs",
            "event_log",
            "ima_log",
            "ek_certificate",
            "ek_chain",
            "credential_secret");

    /** Made once: properties run many times. */
    private static final class Sample {
        static final SoftTpm TPM = SoftTpm.ecdsa();
        static final Evidence EVIDENCE = Quotes.genuine(TPM);
        static final Terms TERMS = Quotes.terms(TPM, Map.of());

        private Sample() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"ak_public", "message", "signature", "ek_certificate", "ek_chain", "credential_secret"})
    void every_flipped_byte_is_refused(String part) {
        byte[] genuine = Objects.requireNonNull(Sample.EVIDENCE.parts().get(part));
        Mutations.everyFlipIsRefused(FORMAT, Sample.EVIDENCE, Sample.TERMS, part, 0, genuine.length);
    }

    @Property(tries = 1000)
    void mutated_parts_give_a_verdict_at_little_cost(@ForAll long seed, @ForAll @IntRange(max = 8) int index) {
        String part = PARTS.get(index);
        byte[] genuine = Objects.requireNonNull(Sample.EVIDENCE.parts().get(part));
        byte[] mutated = Mutations.mutated(genuine, seed);

        Verdict verdict =
                Mutations.verdictIsCheap(FORMAT, Mutations.with(Sample.EVIDENCE, part, mutated), Sample.TERMS);

        assertThat(verdict).isNotNull();
    }

    @Property(tries = 500)
    void parts_of_random_bytes_give_a_verdict(@ForAll byte[] bytes, @ForAll @IntRange(max = 8) int index) {
        Verdict verdict = Mutations.verdictIsCheap(
                FORMAT, Mutations.with(Sample.EVIDENCE, PARTS.get(index), bytes), Sample.TERMS);
        assertThat(verdict).isNotNull();
    }
}
