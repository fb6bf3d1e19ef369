package io.lotabots.local;

import io.lotabots.local.aws.SecretRotations;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import io.lotabots.local.template.TemplateException;
import java.nio.charset.StandardCharsets;

/** Reads how the secrets of an assembly are rotated. */
final class Rotations {
    /** How often it is looked whether a rotation is due. */
    static final String LOOK = "rate(1 hour)";

    private Rotations() {}

    /** Adds every rotation. @throws TemplateException when one has no function that runs here, or no rule in days */
    static void read(Assembly assembly, Functions functions, SecretRotations rotations) {
        for (Resource schedule : assembly.ofType("AWS::SecretsManager::RotationSchedule")) {
            String arn = schedule.text("RotationLambdaARN");
            int days = schedule.properties()
                    .path("RotationRules")
                    .path("AutomaticallyAfterDays")
                    .asInt();
            if (days < 1 || days > 1000) {
                throw new TemplateException(schedule + ": RotationRules must say AutomaticallyAfterDays, 1 to 1000");
            }
            LambdaFunction function = functions
                    .find(arn)
                    .orElseThrow(() -> new TemplateException(schedule + ": no function " + arn + " runs here"));
            rotations.add(new SecretRotations.Rule(
                    schedule.text("SecretId"),
                    arn,
                    days,
                    event -> function.invoke(event.getBytes(StandardCharsets.UTF_8))
                                    .status()
                            == Outcome.Status.OK));
        }
    }
}
