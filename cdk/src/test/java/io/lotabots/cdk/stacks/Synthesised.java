package io.lotabots.cdk.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.cdk.Checkout;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.Synth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stage's templates as its synthesis wrote them, once in this JVM, to {@code cdk/target/cdk.out/<stage>}, where the
 * tests of other modules find them.
 */
record Synthesised(Stage stage, Map<String, JsonNode> templates) {

    private static final Map<String, Synthesised> DONE = new HashMap<>();

    /** A resource with the stack and the logical id that it has. */
    record Resource(String stack, String id, JsonNode json) {
        String type() {
            return json.path("Type").asText();
        }

        JsonNode property(String pointer) {
            return json.path("Properties").at(pointer);
        }

        @Override
        public String toString() {
            return stack + "/" + id;
        }
    }

    static Stream<Synthesised> both() {
        return Stream.of(of(Stage.dev()), of(Stage.prod()));
    }

    static synchronized Synthesised of(Stage stage) {
        return DONE.computeIfAbsent(stage.name(), _ -> synthesise(stage));
    }

    static Path folder(Stage stage) {
        return Checkout.here().file("cdk/target/cdk.out").resolve(stage.name());
    }

    private static Synthesised synthesise(Stage stage) {
        try {
            clear(folder(stage));
            Synth.to(stage, folder(stage));
            return new Synthesised(stage, read(folder(stage)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Map<String, JsonNode> read(Path folder) throws IOException {
        Map<String, JsonNode> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".template.json")) {
                    templates.put(
                            name.replace(".template.json", ""), new ObjectMapper().readTree(Files.readString(file)));
                }
            }
        }
        return templates;
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        templates.forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(entry -> resources.add(new Resource(stack, entry.getKey(), entry.getValue()))));
        return resources;
    }

    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** The resource that a {@code Ref} or {@code Fn::GetAtt} in the same stack means. */
    Resource referred(Resource from, JsonNode reference) {
        String id = referredId(reference);
        if (id == null) {
            throw new AssertionError(from + " refers to no resource by " + reference);
        }
        JsonNode json = Objects.requireNonNull(templates.get(from.stack()))
                .path("Resources")
                .path(id);
        if (json.isMissingNode()) {
            throw new AssertionError(from + " refers to " + id + ", which its stack does not hold");
        }
        return new Resource(from.stack(), id, json);
    }

    static @Nullable String referredId(JsonNode reference) {
        if (reference.has("Ref")) {
            return reference.get("Ref").asText();
        }
        return reference.has("Fn::GetAtt") ? reference.get("Fn::GetAtt").get(0).asText() : null;
    }

    /** Every value in a tree, containers included. */
    static Stream<JsonNode> all(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(Synthesised::all));
    }

    @Override
    public String toString() {
        return stage.name();
    }
}
