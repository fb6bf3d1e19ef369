package io.lotabots.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import io.lotabots.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads the functions of an assembly, with their code and layers. */
public final class FunctionReader {
    private final Assembly assembly;

    public FunctionReader(Assembly assembly) {
        this.assembly = assembly;
    }

    /** Whether this machine has the runtime of {@code function}. */
    public static boolean runs(Resource function) {
        return function.properties().path("Runtime").asText().startsWith("java");
    }

    /**
     * Every Java function, in the order of the templates.
     *
     * @throws TemplateException naming what is missing
     */
    public List<FunctionDefinition> read() {
        return assembly.ofType("AWS::Lambda::Function").stream()
                .filter(FunctionReader::runs)
                .map(this::definition)
                .toList();
    }

    private FunctionDefinition definition(Resource function) {
        JsonNode properties = function.properties();
        String name = function.text("FunctionName");
        Map<String, String> environment = new LinkedHashMap<>();
        properties
                .path("Environment")
                .path("Variables")
                .properties()
                .forEach(v -> environment.put(v.getKey(), v.getValue().asText()));
        JsonNode reserved = properties.path("ReservedConcurrentExecutions");
        String role = properties.path("Role").asText();
        return new FunctionDefinition(
                name,
                assembly.region().arn("lambda", "function:" + name),
                function.text("Handler"),
                // Defaults of AWS::Lambda::Function.
                Duration.ofSeconds(properties.path("Timeout").asInt(3)),
                properties.path("MemorySize").asInt(128),
                environment,
                asset(function, properties.path("Code")),
                layers(function),
                properties.path("SnapStart").path("ApplyOn").asText().equals("PublishedVersions"),
                reserved.isNumber() ? OptionalInt.of(reserved.asInt()) : OptionalInt.empty(),
                role.substring(role.lastIndexOf('/') + 1),
                properties.path("LoggingConfig").path("LogGroup").asText("/aws/lambda/" + name));
    }

    private List<Path> layers(Resource function) {
        List<Path> jars = new ArrayList<>();
        for (JsonNode arn : function.properties().path("Layers")) {
            Resource layer = assembly.ofType("AWS::Lambda::LayerVersion").stream()
                    .filter(l -> assembly.region()
                            .arn("lambda", "layer:" + l.text("LayerName") + ":1")
                            .equals(arn.asText()))
                    .findFirst()
                    .orElseThrow(() -> new TemplateException(function + ": no stack holds layer " + arn.asText()));
            jars.addAll(jars(asset(layer, layer.properties().path("Content")).resolve("java/lib")));
        }
        return jars;
    }

    private Path asset(Resource resource, JsonNode location) {
        String key = location.path("S3Key").asText();
        Path asset = assembly.assets().get(key);
        if (asset == null || !Files.exists(asset)) {
            throw new TemplateException(resource + ": asset '" + key + "' is not in the assembly");
        }
        return asset;
    }

    /** The jars of a folder in the order of their names, as the runtime puts them on its class path. */
    static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new TemplateException("cannot list " + folder, e);
        }
    }
}
