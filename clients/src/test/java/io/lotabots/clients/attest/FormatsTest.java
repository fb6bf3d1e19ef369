package io.lotabots.clients.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9-]+)` \\|(?:[^|]+\\|){4}[^|]*\\|$", Pattern.MULTILINE);

    @Test
    void every_format_has_its_row_in_the_document() throws IOException {
        String document = Files.readString(Path.of("../docs/attestation.md"));
        assertThat(ROW.matcher(document).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(Formats.names());
    }
}
