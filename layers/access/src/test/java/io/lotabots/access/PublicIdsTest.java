package io.lotabots.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PublicIdsTest {
    /** The largest integer up to which JavaScript holds every one exactly. */
    private static final long MOST = (1L << 53) - 1;

    private static final int MANY = 4000;

    @Property
    void an_id_is_within_what_javascript_holds_exactly_and_always_the_same(
            @ForAll @StringLength(32) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'f') String uid) {
        assertThat(PublicIds.isUid(uid)).isTrue();
        assertThat(PublicIds.idOf(uid)).isBetween(1L, MOST).isEqualTo(PublicIds.idOf(uid));
    }

    @Test
    void ids_use_all_of_their_bits() {
        long ones = 0;
        long zeros = 0;
        for (int i = 0; i < MANY; i++) {
            long id = PublicIds.idOf(PublicIds.newUid());
            ones |= id;
            zeros |= ~id;
        }
        assertThat(ones).isEqualTo(MOST);
        assertThat(zeros & MOST).isEqualTo(MOST);
    }

    @Test
    void neither_uids_nor_ids_follow_the_order_in_which_they_were_made() {
        List<String> uids = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            uids.add(PublicIds.newUid());
            ids.add(PublicIds.idOf(uids.getLast()));
        }
        assertThat(uids).doesNotHaveDuplicates().allMatch(PublicIds::isUid);
        assertThat(ids).doesNotHaveDuplicates();
        // Of pairs without an order half rise: 2000 of 4000, with a standard deviation of about 18.
        assertThat(rises(uids)).isBetween(MANY / 2 - 250, MANY / 2 + 250);
        assertThat(rises(ids)).isBetween(MANY / 2 - 250, MANY / 2 + 250);
        // Uids that follow one another lead to ids that do not.
        List<Long> following = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            following.add(PublicIds.idOf("%032x".formatted(i)));
        }
        assertThat(rises(following)).isBetween(MANY / 2 - 250, MANY / 2 + 250);
    }

    private static <T extends Comparable<T>> int rises(List<T> list) {
        int rises = 0;
        for (int i = 1; i < list.size(); i++) {
            rises += list.get(i - 1).compareTo(list.get(i)) < 0 ? 1 : 0;
        }
        return rises;
    }
}
