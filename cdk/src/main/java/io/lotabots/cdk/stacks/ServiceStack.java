package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Checkout;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/** Every function of a service with what starts it. Functions hold no state: the stack may be removed and come back. */
public final class ServiceStack extends Stack {

    private final boolean recordsChain;

    public ServiceStack(
            Construct scope, Stage stage, Service service, Checkout checkout, Stores stores, EdgeStack edge) {
        super(
                scope,
                stage.prefix() + "-" + service.name(),
                StackProps.builder()
                        .description("The functions of the service " + service.name())
                        .build());
        Parts parts = new Parts(
                stage,
                service,
                Code.fromAsset(checkout.functionJar(service.artefact()).toString()),
                layers(service, checkout),
                stores,
                edge.alarms());
        Routes routes = new Routes(edge);
        Schedules schedules = new Schedules(this, stage, edge.alarms());
        Canary canary = new Canary(this, stage);
        boolean records = false;
        for (Declaration declared : service.functions()) {
            LiveFunction function = new LiveFunction(this, declared, parts);
            switch (declared.trigger()) {
                case Trigger.Http http -> routes.add(function, http);
                case Trigger.Authorizer _ -> edge.authorizedBy(Authorizers.add(function, edge));
                case Trigger.Every every -> schedules.add(function, every);
                case Trigger.Rotation rotation -> Rotations.add(function, rotation, stores);
                case Trigger.Backup _ -> BackupEvents.add(function, stage, schedules.undelivered());
                case Trigger.Deployment deployment -> {
                    DeploymentRecord.add(function, deployment.type(), stage);
                    records |= deployment.type().equals(DeploymentRecord.CHAIN);
                    // A custom resource is called while its alias is being made: there is nothing to shift.
                    continue;
                }
            }
            canary.add(function);
        }
        this.recordsChain = records;
    }

    /** Whether other services must wait for this stack. */
    public boolean recordsChain() {
        return recordsChain;
    }

    /**
     * A version of each layer for this stack alone: shared ones would tie the stacks' updates together (adr/0010). A
     * layer may go while versions of functions that were published with it stay: they keep a copy.
     */
    private List<LayerVersion> layers(Service service, Checkout checkout) {
        List<LayerVersion> layers = new ArrayList<>();
        for (String name : service.layers()) {
            layers.add(LayerVersion.Builder.create(
                            this, "Layer" + Character.toUpperCase(name.charAt(0)) + name.substring(1))
                    .code(Code.fromAsset(checkout.layer(name).toString()))
                    .compatibleRuntimes(List.of(Runtime.JAVA_25))
                    .compatibleArchitectures(List.of(Architecture.ARM_64))
                    .description("layers/" + name)
                    .build());
        }
        return layers;
    }
}
