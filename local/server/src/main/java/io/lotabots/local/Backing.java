package io.lotabots.local;

import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import java.util.Set;

/** The AWS services that functions use: one port in front of DynamoDB, S3 and Secrets Manager. */
public final class Backing implements AutoCloseable {
    private static final Set<String> STORED =
            Set.of("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret");

    private final Assembly assembly;

    private Backing(Assembly assembly) {
        this.assembly = assembly;
    }

    static Backing start(Assembly assembly, Options options, VirtualClock clock) {
        for (Resource resource : assembly.resources()) {
            if (STORED.contains(resource.type())) {
                throw new StartException(resource + " cannot be run by this build");
            }
        }
        return new Backing(assembly);
    }

    FunctionDefinition environment(FunctionDefinition function) {
        return function.withEnvironment(
                function.runtimeEnvironment(assembly.region().name()));
    }

    void provision(Assembly assembly) {}

    @Override
    public void close() {}
}
