package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What docs/runbooks/restore.md tells to type. */
final class Runbook {
    private Runbook() {}

    /** The commands of a section, up to the next heading. */
    static List<String> section(String heading) throws IOException {
        String runbook = Files.readString(Node.root().resolve("docs/runbooks/restore.md"));
        String section = runbook.substring(runbook.indexOf(heading) + heading.length());
        section = section.substring(0, section.indexOf("\n#"));
        List<String> commands = new ArrayList<>();
        boolean code = false;
        for (String line : section.lines().toList()) {
            if (line.startsWith("```")) {
                code = line.equals("```sh");
            } else if (code) {
                commands.add(line.replaceFirst("\\s+#.*$", "").strip());
            }
        }
        assertThat(commands).isNotEmpty();
        return commands;
    }
}
