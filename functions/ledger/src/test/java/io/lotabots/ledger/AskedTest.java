package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class AskedTest {
    @Test
    void a_text_of_one_line_holds_no_end_of_one_and_a_text_of_several_may() {
        assertThat(Asked.lines("description", TextNode.valueOf("a\n\tb"), 10)).contains("a\n\tb");
        refused("title", "a\nb", "title must hold no control characters");
        assertThatThrownBy(() -> Asked.lines("description", TextNode.valueOf("a\0b"), 10))
                .hasMessage("description must hold no control characters");
    }

    @Test
    void half_a_surrogate_pair_is_refused_and_a_whole_one_is_not() {
        assertThat(Asked.demand("title", TextNode.valueOf("\ud83d\udd25"), 10)).isEqualTo("\ud83d\udd25");
        refused("title", "a\ud83d", "title must hold no half of a surrogate pair: no store could keep it");
    }

    @Test
    void what_is_too_long_no_text_or_nothing_is_said() {
        refused("title", "x".repeat(11), "title must have at most 10 characters, got 11");
        refused("title", " ", "title must be a text of 1 to 10 characters, got none");
        assertThatThrownBy(() -> Asked.demand("title", IntNode.valueOf(1), 10))
                .hasMessage("title must be a text, got number");
    }

    private static void refused(String field, String text, String sentence) {
        assertThatThrownBy(() -> Asked.demand(field, TextNode.valueOf(text), 10))
                .hasMessage(sentence);
    }
}
