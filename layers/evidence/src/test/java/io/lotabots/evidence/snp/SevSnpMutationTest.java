package io.lotabots.evidence.snp;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Terms;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SevSnpMutationTest {
    private static final SnpGuest GUEST = SnpGuest.on("Genoa");
    private static final Evidence EVIDENCE = GUEST.evidence();
    private static final Terms TERMS = GUEST.terms(Map.of());

    private final Format format = new SevSnp();

    @Test
    void every_byte_of_a_report_and_of_its_certificate_counts() {
        Mutations.everyFlipIsRefused(format, EVIDENCE, TERMS, "report", 0, Report.BYTES);
        Mutations.everyFlipIsRefused(format, EVIDENCE, TERMS, "leaf", 0, part("leaf").length);
    }

    @Property(tries = 300)
    void whatever_comes_only_a_verdict_comes_out(@ForAll long seed) {
        String part = seed % 2 == 0 ? "report" : "leaf";
        byte[] mutated = Mutations.mutated(part(part), seed);
        Mutations.verdictIsCheap(format, Mutations.with(EVIDENCE, part, mutated), TERMS);
    }

    private static byte[] part(String name) {
        return Objects.requireNonNull(EVIDENCE.parts().get(name));
    }
}
