package io.lotabots.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.fingerprint.Check;
import io.lotabots.clients.fingerprint.Entropy;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Collector;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.hardware.RecordedSources;
import io.lotabots.clients.miner.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * A machine that is not here: what its files say of it ({@code NAME.txt}), and what it timed in a few rounds
 * ({@code NAME.json}, nanoseconds). The miner reads, judges and signs it as it does with a machine that is here.
 *
 * @param machine what the miner's own collector made of its files
 * @param rounds timings, one object for each attestation
 */
record RecordedMachine(Machine machine, List<JsonNode> rounds) {
    private static final JsonMapper JSON = JsonMapper.builder()
            // A signature covers the digits as they are written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The recording of that name. */
    static RecordedMachine of(String name, Collector collector) {
        Machine machine =
                collector.collect(new RecordedSources(new String(content(name + ".txt"), StandardCharsets.UTF_8)));
        try {
            JsonNode rounds = JSON.readTree(content(name + ".json")).path("rounds");
            return new RecordedMachine(
                    machine, StreamSupport.stream(rounds.spliterator(), false).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it measured in a round, from 0. */
    Measurements round(int number) {
        JsonNode round = rounds.get(number);
        return new Measurements() {
            @Override
            public Machine machine() {
                return machine;
            }

            @Override
            public Fingerprint fingerprint(Machine measured) {
                return Fingerprint.of(
                        measured,
                        check(round, "clock_drift"),
                        check(round, "cache_timing"),
                        check(round, "thermal_drift"),
                        check(round, "instruction_jitter"));
            }

            @Override
            public Entropy entropy() {
                return Entropy.of(StreamSupport.stream(round.path("loops_ns").spliterator(), false)
                        .mapToLong(JsonNode::longValue)
                        .toArray());
            }
        };
    }

    private static Check check(JsonNode round, String name) {
        return new Check(name, true, ((ObjectNode) round.path(name)).deepCopy());
    }

    private static byte[] content(String file) {
        try (InputStream in = RecordedMachine.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
