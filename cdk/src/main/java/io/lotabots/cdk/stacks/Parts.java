package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Service;
import java.util.List;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.LayerVersion;

/** What all functions of one service are made of. */
record Parts(Stage stage, Service service, Code code, List<LayerVersion> layers, Stores stores, Alarms alarms) {}
