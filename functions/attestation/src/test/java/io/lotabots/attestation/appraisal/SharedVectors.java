package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network's test vectors, where the machine has them beside or above the repository. */
final class SharedVectors {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private SharedVectors() {}

    static Optional<Path> directory() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/protocol/rustchain/vectors"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    static JsonNode read(String name) {
        try {
            return JSON.readTree(Files.readAllBytes(directory().orElseThrow().resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static List<JsonNode> cases(String name) {
        return read(name).path("cases").valueStream().toList();
    }
}
