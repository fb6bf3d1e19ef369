package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.Refusal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void the_first_twenty_are_shown_when_nothing_is_asked() {
        assertThat(Page.of(null, null)).isEqualTo(new Page(20, 0));
    }

    @Test
    void a_limit_outside_its_range_becomes_the_nearer_end() {
        assertThat(Page.of("0", null).limit()).isEqualTo(1);
        assertThat(Page.of("-7", null).limit()).isEqualTo(1);
        assertThat(Page.of("51", null).limit()).isEqualTo(50);
        assertThat(Page.of("999999999999999999", null).limit()).isEqualTo(50);
    }

    @Test
    void a_limit_that_is_no_number_is_refused_by_name_range_and_what_was_got() {
        assertThatThrownBy(() -> Page.of("ten", null))
                .isInstanceOf(Refusal.class)
                .hasMessage("limit must be a whole number from 1 to 50, got: ten");
    }

    @Test
    void an_offset_outside_its_range_is_refused_by_name_range_and_what_was_got() {
        assertThatThrownBy(() -> Page.of(null, "-1"))
                .hasMessage("offset must be a whole number from 0 to 1000000, got: -1");
        assertThatThrownBy(() -> Page.of(null, "1000001")).isInstanceOf(Refusal.class);
        assertThat(Page.of(null, "1000000").offset()).isEqualTo(1_000_000);
    }

    @Property(tries = 500)
    void any_text_is_a_page_or_a_refusal_of_the_caller(@ForAll String limit, @ForAll String offset) {
        try {
            Page page = Page.of(limit, offset);
            assertThat(page.limit()).isBetween(1, 50);
            assertThat(page.offset()).isBetween(0, 1_000_000);
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.sentence().length()).isLessThan(120);
        }
    }
}
