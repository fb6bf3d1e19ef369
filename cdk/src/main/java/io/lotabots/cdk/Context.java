package io.lotabots.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the CDK command line tells the program that it starts.
 *
 * @param stage of {@code -c stage=…}
 * @param assignments of {@code -c set=key=value;key=value}
 * @param folder where it expects the assembly
 */
record Context(Optional<String> stage, List<String> assignments, Optional<Path> folder) {

    static Context of(Map<String, String> environment) {
        JsonNode context = read(environment.getOrDefault("CDK_CONTEXT_JSON", "{}"));
        String set = context.path("set").asText("");
        return new Context(
                Optional.ofNullable(context.path("stage").textValue()),
                set.isBlank() ? List.of() : List.of(set.split(";", -1)),
                Optional.ofNullable(environment.get("CDK_OUTDIR")).map(Path::of));
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("CDK_CONTEXT_JSON is not JSON", malformed);
        }
    }
}
