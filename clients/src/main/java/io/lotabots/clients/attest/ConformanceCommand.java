package io.lotabots.clients.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.Columns;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots attest conformance DIR}: every case of a conformance file against this machine's verifiers. */
@Command(
        name = "conformance",
        description = "Run every case of DIR/cases.json; exit 1 when a verdict or a listed claim differs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots attest conformance vectors",
            "  lotabots attest conformance vectors --format sev-snp",
        })
final class ConformanceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A folder with cases.json and the files that it names.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--format", paramLabel = "F", description = "Only cases of this format.")
    private String only = "";

    /** How many cases of a format came out as expected, and how many there are. */
    private static final class Count {
        private int right;
        private int all;
    }

    @Override
    public Integer call() {
        var files = new CaseFiles(folder);
        var counts = new TreeMap<String, Count>();
        var lines = new Columns("lllll", "case", "verdict", "expected", "reason", "differs");
        for (JsonNode node : cases(files)) {
            var one = Case.of(node);
            if (only.isEmpty() || one.format().equals(only)) {
                var count = counts.computeIfAbsent(one.format(), format -> new Count());
                count.all++;
                count.right += run(one, files, lines) ? 1 : 0;
            }
        }
        if (counts.isEmpty()) {
            throw PlainError.notDone("no case" + (only.isEmpty() ? "" : " of format " + only) + " in " + folder);
        }
        var out = spec.commandLine().getOut();
        out.println(lines);
        out.println();
        out.println(summary(counts));
        return counts.values().stream().allMatch(count -> count.right == count.all) ? 0 : 1;
    }

    private static boolean run(Case one, CaseFiles files, Columns lines) {
        Verdict verdict = verdict(one, files);
        String difference = difference(one, verdict);
        lines.row(
                one.id(),
                verdict.accepted() ? "accept" : "reject",
                one.isAcceptExpected() ? "accept" : "reject",
                switch (verdict) {
                    case Verdict.Refused refused -> refused.reason().code();
                    case Verdict.Accepted accepted -> accepted.vector().status().label();
                },
                difference);
        return difference.isEmpty();
    }

    private static Verdict verdict(Case one, CaseFiles files) {
        FormatCases cases = Formats.named(one.format())
                .orElseThrow(() -> PlainError.notDone(
                        one.id() + ": no verifier for format \"" + one.format() + "\"; there are " + Formats.names()));
        try {
            var question = cases.question(one, files);
            return cases.format().verify(question.evidence(), question.terms());
        } catch (EvidenceRefused refused) {
            return new Verdict.Refused(refused.reason(), refused.detail());
        }
    }

    /** What differs from what is expected, in a few words; empty when nothing does. */
    private static String difference(Case one, Verdict verdict) {
        if (verdict.accepted() != one.isAcceptExpected()) {
            return verdict instanceof Verdict.Refused refused ? "refused: " + refused.detail() : "accepted";
        }
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            return "";
        }
        JsonNode claims = JSON.valueToTree(accepted.claims());
        for (var expected : one.claims().properties()) {
            JsonNode got = claims.path(expected.getKey());
            if (!same(expected.getValue(), got)) {
                return "claim " + expected.getKey() + " is " + got + ", expected " + expected.getValue();
            }
        }
        return "";
    }

    /** Equality in which a number is a number, whatever its width. */
    private static boolean same(JsonNode expected, JsonNode got) {
        if (expected.isIntegralNumber() && got.isIntegralNumber()) {
            return expected.bigIntegerValue().equals(got.bigIntegerValue());
        }
        if (expected.isObject() && got.isObject()) {
            // As with claims themselves, a verifier may say more than is listed.
            return expected.properties().stream().allMatch(field -> same(field.getValue(), got.path(field.getKey())));
        }
        if (expected.isArray() && got.isArray() && expected.size() == got.size()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!same(expected.get(i), got.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return expected.equals(got) || expected.isNull() && got.isMissingNode();
    }

    private static String summary(Map<String, Count> counts) {
        var table = new Columns("lrr", "format", "as expected", "of");
        int right = 0;
        int all = 0;
        for (var entry : counts.entrySet()) {
            Count count = entry.getValue();
            table.row(entry.getKey(), Integer.toString(count.right), Integer.toString(count.all));
            right += count.right;
            all += count.all;
        }
        return table.row("all", Integer.toString(right), Integer.toString(all)).toString();
    }

    private static JsonNode cases(CaseFiles files) {
        try {
            JsonNode cases = JSON.readTree(files.read("cases.json"));
            if (!cases.isArray()) {
                throw PlainError.notDone("cases.json is not a list");
            }
            return cases;
        } catch (JsonProcessingException malformed) {
            throw PlainError.notDone("cases.json is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read cases.json: " + unreadable.getMessage());
        }
    }
}
