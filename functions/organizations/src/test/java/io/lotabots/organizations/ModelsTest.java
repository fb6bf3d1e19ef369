package io.lotabots.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private final List<Model> models = Models.read();

    @Test
    void there_are_fifteen_of_which_six_can_be_called() {
        assertThat(models)
                .extracting(Model::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
        assertThat(models.stream().filter(Model::isActive).map(Model::id)).containsExactly(1L, 2L, 4L, 5L, 6L, 15L);
        assertThat(models).extracting(Model::name).doesNotHaveDuplicates();
    }

    @Test
    void the_first_one_costs_nothing_and_prices_are_exact_in_numbers_of_every_client() {
        assertThat(models.getFirst().pricePerCall()).isZero();
        assertThat(models.getFirst().id()).isEqualTo(Models.FIRST);
        assertThat(models.get(14).pricePerCall()).isEqualTo(5_000_000_000_000_000L);
        assertThat(models.get(14).pricePerCallAtomic()).isEqualTo("5000000000000000");
        assertThat(models).allSatisfy(model -> assertThat(model.pricePerCall()).isBetween(0L, Fields.MOST_ID));
    }
}
