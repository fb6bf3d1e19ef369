package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.platform.Chain;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final Chain CHAIN = new Chain("lotabots-dev", 1_764_706_927L, 600, 144, 1_500_000);
    private static final long NOW = 1_795_234_320L;
    private static final Pattern SAMPLE = Pattern.compile("[a-z_]+ -?[0-9]+");

    @Test
    void every_figure_has_its_help_its_type_and_one_sample() {
        Vitals vitals = new Vitals(true, new Tip(50_876, NOW - 1000), NOW - 50, NOW - 300, null, null);
        List<String> lines = GetMetrics.exposition(vitals, 12_000L, CHAIN, NOW)
                .text()
                .lines()
                .toList();
        assertThat(lines.size() % 3).isZero();
        for (int i = 0; i < lines.size(); i += 3) {
            String name = lines.get(i + 2).split(" ", -1)[0];
            assertThat(lines.get(i)).startsWith("# HELP " + name + " ");
            assertThat(lines.get(i + 1)).isEqualTo("# TYPE " + name + " gauge");
            assertThat(lines.get(i + 2)).matches(SAMPLE);
        }
        assertThat(lines)
                .contains(
                        "rustchain_current_epoch 353",
                        "rustchain_current_slot 50878",
                        "rustchain_enrolled_miners 12000",
                        "rustchain_tip_age_slots 2",
                        "rustchain_tip_age_seconds 1000",
                        "rustchain_uptime_seconds 50",
                        "rustchain_db_rw 1",
                        "rustchain_backup_age_seconds 300",
                        "rustchain_healthy 1");
    }

    @Test
    void what_could_not_be_measured_is_left_out() {
        String text =
                GetMetrics.exposition(Vitals.unreachable(), null, CHAIN, NOW).text();
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "rustchain_current_epoch 353",
                        "rustchain_current_slot 50878",
                        "rustchain_db_rw 0",
                        "rustchain_healthy 0");
        assertThat(text).endsWith("\n");
    }
}
