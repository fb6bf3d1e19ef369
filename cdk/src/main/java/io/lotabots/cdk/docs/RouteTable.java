package io.lotabots.cdk.docs;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Platform;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code docs/routes.md}: every method and path with the one service and class that answers it. */
final class RouteTable {

    private record Row(String path, String method, String cells) {}

    private RouteTable() {}

    static String of(Platform platform) {
        List<Row> rows = new ArrayList<>();
        StringBuilder others = new StringBuilder();
        for (Service service : platform.services()) {
            for (Declaration function : service.functions()) {
                switch (function.trigger()) {
                    case Trigger.Http http ->
                        http.paths().forEach(path -> rows.add(row(service, function, http, path)));
                    case Trigger.Authorizer _ -> others.append(line("a route for who is signed in", service, function));
                    case Trigger.Every every -> others.append(line(every.rate(), service, function));
                    case Trigger.Rotation rotation ->
                        others.append(line(
                                "the secret " + rotation.secret().name() + ", each " + rotation.days() + " days",
                                service,
                                function));
                    case Trigger.Backup _ -> others.append(line("a completed backup", service, function));
                    case Trigger.Deployment _ -> others.append(line("deployment", service, function));
                }
            }
        }
        rows.sort(Comparator.comparing(Row::path).thenComparing(Row::method));
        StringBuilder table = new StringBuilder("""
            # Routes

            Generated from the declarations in `cdk/src/main/java/io/lotabots/cdk/services`; regenerate with
            `./mvnw -q verify -pl cdk -am -Dlotabots.write=true`.

            | method | path | service | handler | caller | answers |
            |---|---|---|---|---|---|
            """);
        rows.forEach(row -> table.append(row.cells()));
        return table.append("""

            ## Not started by requests

            | when | service | handler | does |
            |---|---|---|---|
            """).append(others).toString();
    }

    private static Row row(Service service, Declaration function, Trigger.Http http, String path) {
        String first = http.paths().getFirst();
        String answers = path.equals(first) ? function.summary() : "as `" + first + "`";
        return new Row(
                path,
                http.method(),
                "| %s | `%s` | %s | `%s` | %s | %s |\n"
                        .formatted(
                                http.method(),
                                path,
                                service.name(),
                                function.handler(),
                                http.caller().label(),
                                answers));
    }

    private static String line(String when, Service service, Declaration function) {
        return "| %s | %s | `%s` | %s |\n".formatted(when, service.name(), function.handler(), function.summary());
    }
}
