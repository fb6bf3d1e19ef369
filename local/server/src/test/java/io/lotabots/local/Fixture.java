package io.lotabots.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Writes assemblies as CDK does, around the functions of {@code io.lotabots.fixture}. */
public final class Fixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final ObjectNode template = JSON.createObjectNode();
    private final ObjectNode resources = template.putObject("Resources");

    public Fixture(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        resource("Api", "AWS::ApiGatewayV2::Api", "{\"Name\":\"fixture\",\"ProtocolType\":\"HTTP\"}");
        resource(
                "ApiStage",
                "AWS::ApiGatewayV2::Stage",
                "{\"ApiId\":{\"Ref\":\"Api\"},\"StageName\":\"$default\",\"AutoDeploy\":true}");
        resource("Role", "AWS::IAM::Role", "{\"AssumeRolePolicyDocument\":{}}");
        resource(
                "Layer",
                "AWS::Lambda::LayerVersion",
                "{\"Content\":{\"S3Bucket\":{\"Fn::Sub\":\"assets-${AWS::AccountId}\"},\"S3Key\":\"layer.zip\"}}");
    }

    /** The properties of a resource that {@link #resource} or a method of this class added. */
    public ObjectNode properties(String logicalId) {
        return (ObjectNode) resources.path(logicalId).path("Properties");
    }

    public Fixture resource(String logicalId, String type, String properties) throws IOException {
        resources.putObject(logicalId).put("Type", type).set("Properties", JSON.readTree(properties));
        return this;
    }

    /** A function of class {@code io.lotabots.fixture.<logicalId>} and its alias {@code <logicalId>Alias}. */
    public Fixture function(String logicalId) throws IOException {
        resource(logicalId, "AWS::Lambda::Function", """
                {"Runtime":"java25","Handler":"io.lotabots.fixture.%s::handleRequest","Timeout":20,"MemorySize":512,
                 "Code":{"S3Key":"functions.jar"},"Layers":[{"Ref":"Layer"}],
                 "Role":{"Fn::GetAtt":["Role","Arn"]},"SnapStart":{"ApplyOn":"PublishedVersions"}}
                """.formatted(logicalId));
        resource(
                logicalId + "Version",
                "AWS::Lambda::Version",
                "{\"FunctionName\":{\"Ref\":\"%s\"}}".formatted(logicalId));
        return resource(logicalId + "Alias", "AWS::Lambda::Alias", """
                {"FunctionName":{"Ref":"%s"},"Name":"live","FunctionVersion":{"Fn::GetAtt":["%sVersion","Version"]}}
                """.formatted(logicalId, logicalId));
    }

    /** A route to the alias of {@code function}, with the permission that CDK adds. */
    public Fixture route(String logicalId, String key, String function) throws IOException {
        resource(logicalId + "Integration", "AWS::ApiGatewayV2::Integration", """
                {"ApiId":{"Ref":"Api"},"IntegrationType":"AWS_PROXY","IntegrationUri":{"Ref":"%sAlias"},
                 "PayloadFormatVersion":"2.0"}
                """.formatted(function));
        String path = key.contains(" ") ? "/*" + key.substring(key.indexOf(' ') + 1) : "/*";
        resource(logicalId + "Permission", "AWS::Lambda::Permission", """
                {"Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com",
                 "FunctionName":{"Ref":"%sAlias"},
                 "SourceArn":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":execute-api:",{"Ref":"AWS::Region"},":",
                   {"Ref":"AWS::AccountId"},":",{"Ref":"Api"},"/*%s"]]}}
                """.formatted(function, path));
        return resource(logicalId, "AWS::ApiGatewayV2::Route", """
                {"ApiId":{"Ref":"Api"},"RouteKey":"%s","AuthorizationType":"NONE",
                 "Target":{"Fn::Join":["",["integrations/",{"Ref":"%sIntegration"}]]}}
                """.formatted(key, logicalId));
    }

    /** Writes the assembly and names its directory. */
    public Path write() throws IOException, URISyntaxException {
        Path classes = Path.of(Fixture.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar(
                directory.resolve("asset.functions.jar"),
                classes,
                entry -> entry.startsWith("io/lotabots/fixture/") && !entry.startsWith("io/lotabots/fixture/layer/"));
        Path layer = Files.createDirectories(directory.resolve("asset.layer/java/lib"));
        jar(layer.resolve("greeting-1.0.jar"), classes, entry -> entry.startsWith("io/lotabots/fixture/layer/"));
        for (String library : new String[] {"aws-lambda-java-events", "crac", "joda-time"}) {
            Path jar = onClassPath(library);
            Path copy = layer.resolve(jar.getFileName());
            if (!Files.exists(copy)) {
                Files.copy(jar, copy);
            }
        }
        Files.writeString(directory.resolve("fixture.template.json"), template.toPrettyString());
        Files.writeString(directory.resolve("fixture.assets.json"), """
                {"version":"48.0.0","files":{
                  "functions":{"source":{"path":"asset.functions.jar","packaging":"file"},
                    "destinations":{"current":{"bucketName":"b","objectKey":"functions.jar"}}},
                  "layer":{"source":{"path":"asset.layer","packaging":"zip"},
                    "destinations":{"current":{"bucketName":"b","objectKey":"layer.zip"}}}}}
                """);
        Files.writeString(directory.resolve("manifest.json"), """
                {"version":"48.0.0","artifacts":{
                  "fixture.assets":{"type":"cdk:asset-manifest","properties":{"file":"fixture.assets.json"}},
                  "fixture":{"type":"aws:cloudformation:stack","environment":"aws://unknown-account/unknown-region",
                    "properties":{"templateFile":"fixture.template.json"},"dependencies":["fixture.assets"]}}}
                """);
        return directory;
    }

    /** Starts the assembly in memory. */
    public Platform start() throws IOException, URISyntaxException {
        return Platform.start(Options.inMemory(write(), directory.resolve("data")));
    }

    /** Applies {@code change} to the properties of a resource. */
    public Fixture with(String logicalId, Consumer<ObjectNode> change) {
        change.accept(properties(logicalId));
        return this;
    }

    private static void jar(Path target, Path classes, Predicate<String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String entry = classes.relativize(file).toString().replace('\\', '/');
                if (entries.test(entry)) {
                    jar.putNextEntry(new JarEntry(entry));
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
        }
    }

    private static Path onClassPath(String library) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (path.getFileName() != null && path.getFileName().toString().matches(library + "-[0-9].*\\.jar")) {
                return path;
            }
        }
        throw new IllegalStateException(library + " is not on the class path of the tests");
    }
}
