package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ListingTest {
    /** In the middle of a stretch, so that the oldest stretch of the hour is partly covered. */
    private static final long NOW = Presence.bucket(1_795_234_320L) * Presence.BUCKET_SECONDS + 700;

    private final MemoryTables tables = new MemoryTables();
    private final Listing listing = new Listing(Service.over(tables.transport()));

    private List<String> active(long epochMilli) {
        return listing.active(epochMilli).stream().map(Presence.Present::miner).toList();
    }

    @Test
    void the_newest_stretch_comes_first_and_within_a_stretch_the_names_decide() {
        tables.attests(Machines.of("c", NOW - 10))
                .attests(Machines.of("a", NOW - 1300))
                .attests(Machines.of("b", NOW - 20))
                .attests(Machines.of("z", NOW - 1200));
        assertThat(active(NOW * 1000)).containsExactly("b", "c", "a", "z");
    }

    @Test
    void who_was_there_in_several_stretches_is_listed_once() {
        tables.attests(Machines.of("a", NOW - 2000)).attests(Machines.of("a", NOW - 5));
        assertThat(active(NOW * 1000)).containsExactly("a");
    }

    @Test
    void an_attestation_is_listed_for_an_hour_to_the_second() {
        tables.attests(Machines.of("within", NOW - 3599)).attests(Machines.of("past", NOW - 3600));
        assertThat(active(NOW * 1000)).containsExactly("within");
        assertThat(active((NOW + 1) * 1000)).isEmpty();
    }

    @Test
    void the_list_is_read_again_after_a_second_of_request_time() {
        assertThat(active(NOW * 1000)).isEmpty();
        tables.attests(Machines.of("new", NOW));
        assertThat(active(NOW * 1000 + 999)).isEmpty();
        assertThat(active(NOW * 1000 + 1000)).containsExactly("new");
    }

    @Test
    void a_stretch_that_is_over_is_read_once() {
        tables.attests(Machines.of("a", NOW - 1500));
        assertThat(active(NOW * 1000)).containsExactly("a");
        tables.forgetQueries();
        assertThat(active((NOW + 5) * 1000)).containsExactly("a");
        assertThat(tables.queried()).containsExactly(Long.toString(Presence.bucket(NOW)));
    }

    @Test
    void a_clock_that_goes_back_finds_what_was_noted_meanwhile() {
        assertThat(active(NOW * 1000)).isEmpty();
        tables.attests(Machines.of("late", NOW - 2000));
        assertThat(active((NOW - 1900) * 1000)).containsExactly("late");
        assertThat(active(NOW * 1000)).containsExactly("late");
    }

    @Property(tries = 100)
    void pages_taken_one_after_the_other_hold_everyone_once(
            @ForAll @Size(max = 60) List<@IntRange(max = 3590) Integer> ages,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        MemoryTables many = new MemoryTables();
        TreeMap<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < ages.size(); i++) {
            expected.put("m" + i, ages.get(i));
            many.attests(Machines.of("m" + i, NOW - ages.get(i)));
        }
        Listing of = new Listing(Service.over(many.transport()));
        Set<String> seen = new HashSet<>();
        List<Presence.Present> all = of.active(NOW * 1000);
        for (int from = 0; from < all.size(); from += limit) {
            for (Machine machine : of.machines(all.subList(from, Math.min(all.size(), from + limit)))) {
                assertThat(seen.add(machine.miner())).isTrue();
            }
        }
        assertThat(seen).isEqualTo(expected.keySet());
    }
}
