package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Settings;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Store;
import io.lotabots.cdk.model.Trigger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The environment of a function: the chain's values, the settings that it declares, and the stores that it touches. */
final class Environment {

    private static final List<String> ALWAYS =
            List.of("name", "chainId", "genesisEpochSecond", "slotSeconds", "slotsPerEpoch", "epochPot");

    private Environment() {}

    static Map<String, String> of(Declaration declared, Parts parts) {
        Stage stage = parts.stage();
        Map<String, String> environment = new TreeMap<>();
        ALWAYS.forEach(key -> environment.put(Settings.variable(key), Settings.text(stage, key)));
        declared.settings().forEach(key -> environment.put(Settings.variable(key), Settings.text(stage, key)));
        for (Store store : declared.stores()) {
            environment.put(store.variable(), parts.stores().of(store).handle());
        }
        if (declared.trigger() instanceof Trigger.Backup) {
            environment.put(
                    "BACKED_UP_TABLES",
                    parts.stores().kept().entrySet().stream()
                            .map(kept ->
                                    kept.getKey().name() + "=" + kept.getValue().handle())
                            .collect(Collectors.joining(",")));
        }
        environment.put("POWERTOOLS_SERVICE_NAME", parts.service().name());
        environment.put("POWERTOOLS_METRICS_NAMESPACE", Failures.NAMESPACE);
        return environment;
    }
}
