package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.TrustAnchors.Anchor;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {
    private static final int WARNED_DAYS = 90;

    @Test
    void every_pinned_root_reads_and_stands_once() {
        Set<String> seen = new HashSet<>();
        for (Anchor anchor : TrustAnchors.pinned().all()) {
            String key = HexFormat.of().formatHex(anchor.key().getEncoded());
            assertThat(seen.add(anchor.group() + anchor.subject() + key))
                    .as("twice: %s", anchor.subject())
                    .isTrue();
            assertThat(anchor.source()).as("source of %s", anchor.subject()).startsWith("https://");
        }
    }

    /** A root that ends is looked after by people: the build says so and goes on, since it is the key that is pinned. */
    @Test
    void roots_that_end_within_ninety_days_are_named() {
        TrustAnchors pinned = TrustAnchors.pinned();
        for (Anchor anchor : pinned.endingBy(LocalDate.now().plusDays(WARNED_DAYS))) {
            System.out.println("warning: the " + anchor.group() + " root \"" + anchor.subject() + "\" ends on "
                    + anchor.lastDay() + ": look for the vendor's next one at " + anchor.source());
        }
        LocalDate last = pinned.all().stream()
                .map(Anchor::lastDay)
                .max(LocalDate::compareTo)
                .orElseThrow();
        assertThat(pinned.endingBy(last)).isEqualTo(pinned.all());
        assertThat(pinned.endingBy(LocalDate.of(2000, 1, 1))).isEmpty();
    }

    @Test
    void groups_are_apart_and_others_may_stand_beside_the_pinned() {
        var root = TestPki.root("CN=Own", "P-256");

        TrustAnchors both = TrustAnchors.pinned().with(List.of(root.anchor("own")));

        assertThat(both.group("own"))
                .extracting(Anchor::subject)
                .containsExactly(root.certificate().getSubjectX500Principal());
        assertThat(TrustAnchors.pinned().group("own")).isEmpty();
        assertThat(both.group("amd")).isEqualTo(TrustAnchors.pinned().group("amd"));
    }
}
