package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.aws.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What every endpoint of identity, people, organisations and projects costs in units of the store, as the last table of
 * {@code docs/costs.md} says to the unit; run with {@code -Dlotabots.write=true} it writes the table.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class EndpointCostTest {
    private static final Set<String> SERVICES = Set.of("identity", "people", "organizations", "projects");
    private static final String BEGIN = "<!-- every endpoint, written by EndpointCostTest -->\n";
    private static final String END = "<!-- end -->";

    private final Map<String, Meter.Snapshot> costs = new TreeMap<>();

    /** Notes what an operation costs. */
    interface Metering {
        /** What the call is answered. */
        Http.Answer of(String operation, Supplier<Http.Answer> call);
    }

    @Test
    void every_endpoint_costs_what_the_table_says_and_none_is_left_out() throws IOException {
        // The first line of an hour that an instance writes to the audit log names its scope, too: no hour turns here.
        var now = Identities.platform().clock().instant();
        var hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Identities.advance(Duration.between(now, hour).plusMinutes(1));
        WalletRound wallets = new WalletRound(this::metered);
        PeopleRound people = new PeopleRound(this::metered);
        OrganizationRound organizations = new OrganizationRound(this::metered);
        // Once so that all instances are warm and know their scopes; what counts is what the second time costs.
        for (int round = 0; round < 2; round++) {
            costs.clear();
            wallets.run();
            people.run();
            organizations.run();
        }
        Map<String, String> routes = routes();
        assertThat(costs.keySet()).isEqualTo(new TreeSet<>(routes.values()));
        assertThat(routes).hasSizeGreaterThan(80);
        compare(table(routes));
    }

    private Http.Answer metered(String handler, Supplier<Http.Answer> call) {
        Meter meter = Identities.platform().port().meter();
        String function = Node.function(Identities.platform(), handler.replaceFirst("Alias[0-9]+$", ""))
                .name();
        meter.reset();
        Http.Answer answer = call.get();
        assertThat(answer.status()).as(handler + " " + answer.text()).isBetween(200, 299);
        costs.put(handler, meter.snapshot().ofPrincipal(function));
        return answer;
    }

    /** The declared routes with the names of their operations, which end in a number where a handler has several paths. */
    private static Map<String, String> routes() {
        Map<String, String> routes = new TreeMap<>();
        JsonNode paths = Identities.node().get("/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (SERVICES.contains(operation.getValue().at("/tags/0").asText())) {
                        routes.put(
                                path.getKey() + " " + operation.getKey().toUpperCase(Locale.ROOT),
                                operation.getValue().path("operationId").asText());
                    }
                }));
        return routes;
    }

    private String table(Map<String, String> routes) {
        StringBuilder table = new StringBuilder("| | writes | reads |\n|---|---|---|\n");
        routes.forEach((route, handler) -> {
            String[] words = route.split(" ");
            Meter.Snapshot units = Objects.requireNonNull(costs.get(handler), handler);
            table.append("| `%s %s` | %s | %s |%n"
                    .formatted(words[1], words[0], figure(units.writeUnits()), figure(units.readUnits())));
        });
        return table.toString();
    }

    private static String figure(double units) {
        return units == Math.rint(units) ? Long.toString(Math.round(units)) : Double.toString(units);
    }

    private static void compare(String table) throws IOException {
        Path file = Node.root().resolve("docs/costs.md");
        String document = Files.readString(file);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END, from);
        assertThat(to).as("the end of the table").isGreaterThan(from - 1);
        if (Boolean.getBoolean("lotabots.write")) {
            Files.writeString(file, document.substring(0, from) + table + document.substring(to));
        } else {
            assertThat(table).isEqualTo(document.substring(from, to));
        }
    }
}
