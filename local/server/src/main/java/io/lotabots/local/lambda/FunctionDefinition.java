package io.lotabots.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function as its template declares it.
 *
 * @param name physical name
 * @param arn without qualifier
 * @param handler {@code package.Class::method} or {@code package.Class}
 * @param timeout after which an invocation is stopped, 1 to 900 s
 * @param memoryMb 128 to 10240
 * @param environment variables that the function sees
 * @param code its own jar or directory
 * @param layers the jars of its layers, in the order of the layers
 * @param snapStart whether hooks of {@code org.crac} run between initialisation and the first request
 * @param reservedConcurrency instances that may run at once; beyond it invocations are throttled
 * @param role name of its role
 * @param logGroup where its log would be
 */
public record FunctionDefinition(
        String name,
        String arn,
        String handler,
        Duration timeout,
        int memoryMb,
        Map<String, String> environment,
        Path code,
        List<Path> layers,
        boolean snapStart,
        OptionalInt reservedConcurrency,
        String role,
        String logGroup) {
    public FunctionDefinition {
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
    }

    /** This function with further variables; they win over the template's. */
    public FunctionDefinition withEnvironment(Map<String, String> further) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(further);
        return new FunctionDefinition(
                name,
                arn,
                handler,
                timeout,
                memoryMb,
                all,
                code,
                layers,
                snapStart,
                reservedConcurrency,
                role,
                logGroup);
    }

    /**
     * The variables that the Lambda runtime itself sets.
     *
     * <p>Source: AWS Lambda developer guide, "Defined runtime environment variables".
     */
    public Map<String, String> runtimeEnvironment(String region) {
        return Map.of(
                "_HANDLER",
                handler,
                "AWS_REGION",
                region,
                "AWS_DEFAULT_REGION",
                region,
                "AWS_EXECUTION_ENV",
                "AWS_Lambda_java25",
                "AWS_LAMBDA_FUNCTION_NAME",
                name,
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(memoryMb),
                "AWS_LAMBDA_FUNCTION_VERSION",
                "1",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                snapStart ? "snap-start" : "on-demand",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                logGroup,
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "local");
    }
}
