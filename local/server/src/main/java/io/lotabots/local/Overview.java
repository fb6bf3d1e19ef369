package io.lotabots.local;

import io.lotabots.local.http.Route;
import io.lotabots.local.template.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a platform serves, as a table for its user. */
final class Overview {
    private static final Map<String, String> STORED = new TreeMap<>(Map.of(
            "AWS::DynamoDB::Table", "tables", "AWS::S3::Bucket", "buckets", "AWS::SecretsManager::Secret", "secrets"));

    private Overview() {}

    static List<String> lines(Platform platform) {
        List<List<String>> rows = new ArrayList<>();
        platform.routes().stream()
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .forEach(r -> rows.add(List.of(r.key().equals(Route.DEFAULT) ? "" : r.method(), path(r), function(r))));
        platform.schedules()
                .forEach(s -> rows.add(List.of(
                        "every",
                        s.expression(),
                        shortened(s.function().definition().name()))));
        for (Map.Entry<String, String> kind : STORED.entrySet()) {
            List<Resource> stored = platform.assembly().ofType(kind.getKey());
            if (!stored.isEmpty()) {
                rows.add(List.of(
                        "store",
                        stored.size() + " " + kind.getValue(),
                        stored.stream().map(Overview::name).sorted().collect(Collectors.joining(" "))));
            }
        }
        List<String> lines = new ArrayList<>(aligned(rows));
        Inventory inventory = platform.inventory();
        inventory.notRun().forEach(r -> lines.add("  not run here: " + r));
        if (inventory.harmlessCount() > 0) {
            lines.add("  " + inventory.harmlessCount() + " resources that change no answer are left out: "
                    + inventory.harmless().entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static String path(Route route) {
        return route.key().equals(Route.DEFAULT) ? Route.DEFAULT : route.path();
    }

    private static String function(Route route) {
        return shortened(route.function().replaceFirst("^.*:function:", "").replaceFirst(":.*$", ""));
    }

    /** The last word of a physical name, without the digits that CloudFormation appends. */
    private static String shortened(String name) {
        return name.replaceFirst("^.*-", "").replaceFirst("(?i)[0-9a-f]{8}$", "");
    }

    private static String name(Resource resource) {
        String property = switch (resource.type()) {
            case "AWS::DynamoDB::Table" -> "TableName";
            case "AWS::S3::Bucket" -> "BucketName";
            default -> "Name";
        };
        return shortened(resource.text(property));
    }

    private static List<String> aligned(List<List<String>> rows) {
        int first = width(rows, 0);
        int second = width(rows, 1);
        return rows.stream()
                .map(r -> String.format("  %-" + first + "s  %-" + second + "s  %s", r.get(0), r.get(1), r.get(2)))
                .toList();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(1);
    }
}
