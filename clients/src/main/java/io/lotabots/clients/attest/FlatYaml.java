package io.lotabots.clients.attest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The little of YAML that recordings of App Attest use: documents parted by {@code ---}, each of lines {@code name: value},
 * values bare or in single quotes, and blocks ({@code name: |} with indented lines below). Indented lines of other names are
 * left out.
 */
final class FlatYaml {
    private FlatYaml() {}

    static List<Map<String, String>> documents(byte[] file) {
        List<Map<String, String>> documents = new ArrayList<>();
        Map<String, String> document = new HashMap<>();
        String block = "";
        for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            int colon = line.indexOf(':');
            if (line.equals("---")) {
                document = new HashMap<>();
                documents.add(document);
                block = "";
            } else if (line.startsWith(" ")) {
                if (!block.isEmpty()) {
                    document.merge(block, line.strip() + "\n", String::concat);
                }
            } else if (colon > 0) {
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                block = value.equals("|") ? name : "";
                document.put(name, block.isEmpty() ? unquoted(value) : "");
            }
        }
        return documents;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }
}
