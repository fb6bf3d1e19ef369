package io.lotabots.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A CDK assembly ({@code cdk.out}): every resource of every stack, resolved, and the assets that they name.
 *
 * @param region where the stacks pretend to be deployed
 * @param resources in the order of the stacks' dependencies, then of each template
 * @param assets path of an asset (a jar or a directory) by its S3 object key
 */
public record Assembly(Region region, List<Resource> resources, Map<String, Path> assets) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Assembly {
        resources = List.copyOf(resources);
        assets = Map.copyOf(assets);
    }

    /**
     * Reads {@code directory/manifest.json} and what it names.
     *
     * @throws TemplateException in one line, when something is missing, malformed or refers to what is not there
     */
    public static Assembly read(Path directory) {
        JsonNode artifacts = json(directory.resolve("manifest.json")).path("artifacts");
        Map<String, Stack> stacks = new LinkedHashMap<>();
        for (String id : inDependencyOrder(artifacts)) {
            JsonNode artifact = artifacts.path(id);
            if (artifact.path("type").asText().equals("aws:cloudformation:stack")) {
                stacks.put(id, stack(directory, id, artifact, stacks));
            }
        }
        if (stacks.isEmpty()) {
            throw new TemplateException(directory + " holds no stack");
        }
        List<Resource> resources = new ArrayList<>();
        stacks.values().forEach(s -> resources.addAll(s.resources()));
        Region region = stacks.values().iterator().next().region();
        return new Assembly(region, resources, assets(directory, artifacts));
    }

    /** The resources of {@code type}. */
    public List<Resource> ofType(String type) {
        return resources.stream().filter(r -> r.type().equals(type)).toList();
    }

    private static Stack stack(Path directory, String id, JsonNode artifact, Map<String, Stack> stacks) {
        JsonNode properties = artifact.path("properties");
        Path file = directory.resolve(properties.path("templateFile").asText());
        JsonNode template = json(file);
        if (!template.path("Resources").isObject()) {
            throw new TemplateException(file.getFileName() + ": no Resources");
        }
        return new Stack(
                properties.path("stackName").asText(id),
                Region.of(artifact.path("environment").asText()),
                template,
                export -> imported(stacks, export));
    }

    private static JsonNode imported(Map<String, Stack> stacks, String export) {
        return stacks.values().stream()
                .map(s -> s.export(export))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new TemplateException("no stack exports " + export));
    }

    private static Map<String, Path> assets(Path directory, JsonNode artifacts) {
        Map<String, Path> assets = new HashMap<>();
        for (JsonNode artifact : artifacts) {
            if (!artifact.path("type").asText().equals("cdk:asset-manifest")) {
                continue;
            }
            JsonNode files = json(directory.resolve(
                            artifact.path("properties").path("file").asText()))
                    .path("files");
            for (JsonNode file : files) {
                Path source = directory.resolve(file.path("source").path("path").asText());
                for (JsonNode destination : file.path("destinations")) {
                    assets.put(destination.path("objectKey").asText(), source);
                }
            }
        }
        return assets;
    }

    private static SequencedSet<String> inDependencyOrder(JsonNode artifacts) {
        SequencedSet<String> ordered = new LinkedHashSet<>();
        artifacts.fieldNames().forEachRemaining(id -> visit(artifacts, id, ordered, new LinkedHashSet<>()));
        return ordered;
    }

    private static void visit(JsonNode artifacts, String id, SequencedSet<String> ordered, SequencedSet<String> path) {
        if (ordered.contains(id)) {
            return;
        }
        if (!path.add(id)) {
            throw new TemplateException("manifest.json: circular dependencies " + path);
        }
        artifacts.path(id).path("dependencies").forEach(d -> visit(artifacts, d.asText(), ordered, path));
        ordered.add(id);
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new TemplateException(
                    file.getFileName() + ": no valid JSON at line "
                            + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new TemplateException("cannot read " + file, e);
        }
    }
}
