package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.cdk.Checkout;
import io.lotabots.cdk.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What production's templates are, so that every change of them is seen in review. Hashes of content are left out. */
class SnapshotTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @Test
    void every_stack_of_production_is_as_recorded() throws Exception {
        Path folder = Checkout.here().file("cdk/src/test/resources/snapshots");
        Map<String, String> now = new TreeMap<>();
        for (var template : Synthesised.of(Stage.prod()).templates().entrySet()) {
            now.put(template.getKey() + ".json", normal(template.getValue()));
        }
        if (Boolean.getBoolean("lotabots.write")) {
            write(folder, now);
        }
        assertThat(names(folder)).as("the snapshots in " + folder).containsExactlyElementsOf(now.keySet());
        for (var snapshot : now.entrySet()) {
            compare(snapshot.getKey(), Files.readString(folder.resolve(snapshot.getKey())), snapshot.getValue());
        }
    }

    private static void compare(String name, String recorded, String now) {
        if (!recorded.equals(now)) {
            String[] before = recorded.split("\n", -1);
            String[] after = now.split("\n", -1);
            int line = Arrays.mismatch(before, after);
            throw new AssertionError("""
                    %s is not what was recorded, first at line %d:
                      recorded: %s
                      now:      %s
                    when the change is meant, record it: ./mvnw -q verify -pl cdk -am -Dlotabots.write=true""".formatted(
                    name, line + 1, line < before.length ? before[line] : "", line < after.length ? after[line] : ""));
        }
    }

    /** The template with its keys in order, and without what changes whenever any artefact does. */
    private static String normal(JsonNode template) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter(" ", "\n"));
        printer.indentArraysWith(new DefaultIndenter(" ", "\n"));
        return JSON.writer(printer)
                        .writeValueAsString(JSON.treeToValue(template, Object.class))
                        .replaceAll("[0-9a-f]{64}", "ASSET")
                        .replaceAll("CurrentVersion[0-9A-F]{8}[0-9a-f]{32}", "CurrentVersion")
                + "\n";
    }

    private static void write(Path folder, Map<String, String> snapshots) throws IOException {
        Files.createDirectories(folder);
        for (Path old : list(folder)) {
            Files.delete(old);
        }
        for (var snapshot : snapshots.entrySet()) {
            Files.writeString(folder.resolve(snapshot.getKey()), snapshot.getValue());
        }
    }

    private static java.util.List<String> names(Path folder) throws IOException {
        return list(folder).stream().map(path -> path.getFileName().toString()).toList();
    }

    private static java.util.List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
