package io.lotabots.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemTest {
    @Test
    void a_row_keeps_text_numbers_bytes_and_lists() {
        Item row = Item.of("miner", "m")
                .with("weight", Long.MAX_VALUE)
                .with("digest", new byte[] {1, 2})
                .with("seen", List.of("a", "b"));
        assertThat(row.text("miner")).isEqualTo("m");
        assertThat(row.number("weight")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.number("absent", 7)).isEqualTo(7);
        assertThat(row.bytes("digest")).containsExactly(1, 2);
        assertThat(row.bytes("absent")).isEmpty();
        assertThat(row.texts("seen")).containsExactly("a", "b");
        assertThat(row.findText("weight")).isEmpty();
        assertThatThrownBy(() -> row.text("absent")).hasMessageContaining("absent");
        assertThatThrownBy(() -> row.number("miner")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_text_of_a_row_names_attributes_and_shows_no_value() {
        assertThat(Item.of("pinned_key", "secret").toString())
                .contains("pinned_key")
                .doesNotContain("secret");
    }

    @Test
    void names_of_attributes_stand_for_themselves_in_expressions() {
        Expression change =
                Expression.of("SET #a = :x, #b_2 = :y").with(":x", 1).with(":y", "t");
        Expression condition =
                Expression.of("attribute_not_exists(#a) OR #size < :limit").with(":limit", 5);
        assertThat(Expression.names(change, condition)).isEqualTo(Map.of("#a", "a", "#b_2", "b_2", "#size", "size"));
        assertThat(Expression.values(change, condition))
                .isEqualTo(Map.of(
                        ":x", AttributeValue.fromN("1"),
                        ":y", AttributeValue.fromS("t"),
                        ":limit", AttributeValue.fromN("5")));
    }
}
