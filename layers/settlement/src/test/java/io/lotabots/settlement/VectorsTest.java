package io.lotabots.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Splits of pots that others computed: the network's, where this machine has them, and the repository's own. */
class VectorsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_networks_reward_split_vectors_pass() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/protocol/rustchain/vectors/reward_split.json"))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty()) {
            System.out.println("reward_split vectors: skipped, this machine does not have them");
        }
        assumeTrue(file.isPresent(), "the network's vectors are not on this machine");
        int cases = check(JSON.readTree(file.get().toFile()), "total_urtc");
        System.out.println("reward_split vectors: " + cases + " passed");
    }

    @Test
    void the_repositorys_own_vectors_pass() throws IOException {
        try (InputStream own = VectorsTest.class.getResourceAsStream("/vectors/shares.json")) {
            assertThat(check(JSON.readTree(own), "pot")).isPositive();
        }
    }

    private static int check(JsonNode vectors, String pot) {
        int cases = 0;
        for (JsonNode vector : vectors.path("cases")) {
            List<Enrolled> members = new ArrayList<>();
            vector.path("weights")
                    .forEach(weight -> members.add(new Enrolled(
                            weight.get(0).textValue(), weight.get(1).longValue())));
            long[] shares = Shares.split(vector.path(pot).longValue(), members);
            Map<String, Long> paid = new TreeMap<>();
            long sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += shares[i];
                if (shares[i] > 0) {
                    paid.put(members.get(i).identity(), shares[i]);
                }
            }
            assertThat(sum).as("case %d", cases).isEqualTo(vector.path("sum").longValue());
            if (vector.path("shares").isObject()) {
                Map<String, Long> expected = new TreeMap<>();
                vector.path("shares").properties().forEach(share -> {
                    if (share.getValue().longValue() > 0) {
                        expected.put(share.getKey(), share.getValue().longValue());
                    }
                });
                assertThat(paid).as("case %d", cases).isEqualTo(expected);
            }
            cases++;
        }
        return cases;
    }
}
