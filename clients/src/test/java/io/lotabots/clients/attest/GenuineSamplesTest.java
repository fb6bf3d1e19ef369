package io.lotabots.clients.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotabots.clients.Lotabots;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Evidence of real machines and of forgers, with the verdicts that others found, where this machine has the samples. */
class GenuineSamplesTest {
    @Test
    void every_sample_has_the_verdict_and_the_claims_that_are_expected() {
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/evidence/vectors"))
                .filter(path -> Files.isRegularFile(path.resolve("cases.json")))
                .findFirst();
        if (folder.isEmpty()) {
            System.out.println("genuine evidence: skipped, this machine does not have the samples");
        }
        assumeTrue(folder.isPresent(), "the samples are not on this machine");
        var out = new StringWriter();
        var err = new StringWriter();

        int status = Lotabots.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute("attest", "conformance", folder.orElseThrow().toString());

        assertThat(status).as("%s%n%s", out, err).isZero();
        System.out.println(
                "genuine evidence:\n" + out.toString().substring(out.toString().indexOf("format")));
    }
}
