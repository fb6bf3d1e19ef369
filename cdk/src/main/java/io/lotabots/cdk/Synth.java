package io.lotabots.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.lotabots.cdk.model.Platform;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.services.Services;
import io.lotabots.cdk.stacks.BackupStack;
import io.lotabots.cdk.stacks.DataStack;
import io.lotabots.cdk.stacks.EdgeStack;
import io.lotabots.cdk.stacks.ServiceStack;
import io.lotabots.cdk.stacks.Stores;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** From a stage to a cloud assembly: templates and the artefacts that they deploy. */
public final class Synth {

    /** What newer CDK projects have by default and what the templates here stand on. */
    private static final Map<String, Object> FLAGS = Map.of(
            "@aws-cdk/aws-lambda:recognizeLayerVersion", true,
            "@aws-cdk/aws-lambda:recognizeVersionProps", true,
            "@aws-cdk/core:checkSecretUsage", true,
            "@aws-cdk/core:target-partitions", List.of("aws"));

    private Synth() {}

    /**
     * Writes the cloud assembly of a stage.
     *
     * @throws IllegalStateException in one line, when the layers or functions have not been built
     */
    public static void to(Stage stage, Path folder) {
        App app = app(folder);
        build(app, stage);
        finish(app, folder);
    }

    /** Writes what the app holds, or refuses in one line that names the report of findings. */
    public static void finish(App app, Path folder) {
        try {
            app.synth();
        } catch (RuntimeException failure) {
            if (String.valueOf(failure.getMessage()).startsWith("ValidationFailed")) {
                throw new IllegalStateException(
                        "cdk-nag has findings: " + folder.resolve("validation-report.json"), failure);
            }
            throw failure;
        }
    }

    /** An empty app whose synthesis fails on any finding of cdk-nag's AwsSolutions rules. */
    public static App app(Path folder) {
        AppProps properties = AppProps.builder()
                .outdir(folder.toString())
                .context(FLAGS)
                .analyticsReporting(false)
                .treeMetadata(false)
                .build();
        App app;
        try {
            app = new App(properties);
        } catch (UncheckedIOException unstarted) {
            throw new IllegalStateException("Node 20 or newer is needed: " + unstarted.getMessage(), unstarted);
        }
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        return app;
    }

    /** All stacks of a stage. Every stack of a service is deployed after the chain's values were recorded. */
    public static void build(App app, Stage stage) {
        Platform platform = Services.platform();
        Checkout checkout = Checkout.here();
        checkout.requireBuilt(platform.services());
        EdgeStack edge = new EdgeStack(app, stage);
        Stores stores = new Stores();
        platform.services().stream()
                .filter(service -> !service.owns().isEmpty())
                .forEach(service -> new DataStack(app, stage, service, stores));
        if (stage.backupDays() > 0) {
            new BackupStack(app, stage, stores, edge);
        }
        List<Stack> before = new ArrayList<>();
        for (Service service : platform.services()) {
            ServiceStack stack = new ServiceStack(app, stage, service, checkout, stores, edge);
            before.forEach(stack::addStackDependency);
            if (stack.recordsChain()) {
                before.add(stack);
            }
        }
    }
}
