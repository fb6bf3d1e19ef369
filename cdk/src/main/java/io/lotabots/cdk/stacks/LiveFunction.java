package io.lotabots.cdk.stacks;

import io.lotabots.cdk.model.Declaration;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One declared function: its role, log group, code, published version, alias {@code live}, and alarms on errors and
 * throttles. Callers reach the alias only; SnapStart works on published versions only.
 */
final class LiveFunction extends Construct {

    /** The alias that everything calls. */
    static final String LIVE = "live";

    private final Function function;
    private final Alias live;
    private final Alarm errors;

    LiveFunction(Construct scope, Declaration declared, Parts parts) {
        super(scope, declared.handler());
        String className = parts.service().className(declared);
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/" + parts.stage().prefix().replace('-', '/') + "/"
                        + parts.service().name() + "/" + declared.handler())
                .retention(Retention.of(parts.stage()))
                .removalPolicy(Removal.of(parts.stage()))
                .build();
        function = Function.Builder.create(this, "Function")
                .functionName(parts.stage().prefix() + "-" + declared.handler())
                .description(className)
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(Removal.of(parts.stage()))
                        .build())
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .handler(className + "::handleRequest")
                .code(parts.code())
                .layers(parts.layers())
                .memorySize(declared.memoryMegabytes())
                .timeout(Duration.seconds(declared.timeoutSeconds()))
                .environment(Environment.of(declared, parts))
                .logGroup(log)
                .role(Roles.ofFunction(this, declared, parts.stores(), log))
                .build();
        live = Alias.Builder.create(this, "Live")
                .aliasName(LIVE)
                .version(function.getCurrentVersion())
                .build();
        Failures failures = new Failures(parts.stage(), function, declared, parts.service());
        Alarms alarms = parts.alarms().in(this);
        errors = alarms.onSum("Errors", declared.handler() + " fails", 1, failures.metric());
        declared.expectedNone()
                .forEach(counter ->
                        alarms.onSum(counter, declared.handler() + " counts " + counter, 1, failures.counted(counter)));
        alarms.onSum("Throttles", declared.handler() + " is throttled", 1, failures.ofAlias("Throttles"));
    }

    Function function() {
        return function;
    }

    Alias live() {
        return live;
    }

    Alarm errors() {
        return errors;
    }
}
